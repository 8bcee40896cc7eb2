/** The log-in prompt: name, and a password that is not shown. */
import { Box, Text, useInput } from 'ink';
import { useState } from 'react';
import { editedLine, editLine, textOf } from '../line-editor.ts';
import { type Message, MessageLine } from './footer.tsx';
import { TypedLine } from './typed-line.tsx';

export interface LogInProps {
  baseUrl: string;
  username: string;
  message: Message | null;
  /** While the server is being asked, nothing is typed. */
  waiting: boolean;
  onSubmit(username: string, password: string): void;
  onQuit(): void;
}

const FIELDS = ['username', 'password'] as const;

export function LogIn({ baseUrl, username, message, waiting, onSubmit, onQuit }: LogInProps) {
  const [lines, setLines] = useState({ username: editedLine(username), password: editedLine('') });
  const [field, setField] = useState<(typeof FIELDS)[number]>(username === '' ? 'username' : 'password');

  function enter(typed: typeof lines): void {
    const [name, password] = [textOf(typed.username).trim(), textOf(typed.password)];
    if (name === '' || field === 'username') {
      setField(name === '' ? 'username' : 'password');
      return;
    }
    setLines({ ...typed, password: editedLine('') });
    onSubmit(name, password);
  }

  useInput((input, key) => {
    if (key.escape || (key.ctrl && input === 'c')) onQuit();
    else if (waiting) return;
    else if (key.tab || key.upArrow || key.downArrow) setField(field === 'username' ? 'password' : 'username');
    else if (key.return) enter(lines);
    else if (/[\r\n]$/.test(input)) {
      // Pasted with its end of line, as password managers do.
      const typed = { ...lines, [field]: editLine(lines[field], input.trimEnd(), key, 200) };
      setLines(typed);
      enter(typed);
    } else setLines((before) => ({ ...before, [field]: editLine(before[field], input, key, 200) }));
  });

  return (
    <Box flexDirection="column">
      <Text bold>Outdial agent</Text>
      <Text dimColor wrap="truncate-end">
        {baseUrl}
      </Text>
      <Box flexDirection="column" marginY={1}>
        {FIELDS.map((name) => (
          <Box key={name}>
            <Box width={12} flexShrink={0}>
              <Text bold={field === name}>{name === 'username' ? 'User name' : 'Password'}</Text>
            </Box>
            <TypedLine line={lines[name]} width={40} active={field === name && !waiting} hidden={name === 'password'} />
          </Box>
        ))}
      </Box>
      {waiting ? <Text>Logging in…</Text> : <MessageLine message={message} />}
      <Box marginTop={1}>
        <Text dimColor>Enter: next, log in · Tab: the other field · Esc: leave</Text>
      </Box>
    </Box>
  );
}
