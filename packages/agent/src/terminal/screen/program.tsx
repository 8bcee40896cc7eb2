/** The whole program on a terminal: the log-in until it succeeds, then the work, in a frame of the window's size. */
import type { Clock } from '@outdial/shared';
import { Box, Text, useApp, useWindowSize } from 'ink';
import { useState } from 'react';
import type { AgentClient } from '../../client/index.ts';
import { explain } from '../words.ts';
import type { Message } from './footer.tsx';
import { LogIn } from './log-in.tsx';
import { Work } from './work.tsx';

const LEAST_COLUMNS = 60;
const LEAST_ROWS = 16;

/** Somebody who is logged in already, or why they are not. */
export interface Start {
  client: AgentClient | null;
  username: string;
  error: unknown;
}

export interface ProgramProps {
  baseUrl: string;
  clock: Clock;
  start: Start;
  /** Answers the client of a log-in that succeeded, or throws why it did not. */
  logIn(username: string, password: string): Promise<AgentClient>;
  bell(): void;
  /** Called once, with the client to part with. */
  onLeave(client: AgentClient | null): void;
}

export function Program({ baseUrl, clock, start, logIn, bell, onLeave }: ProgramProps) {
  const { exit } = useApp();
  const { columns, rows } = useWindowSize();
  const [client, setClient] = useState(start.client);
  const [username, setUsername] = useState(start.username);
  const [waiting, setWaiting] = useState(false);
  const [message, setMessage] = useState<Message | null>(
    start.error === null ? null : { tone: 'bad', text: explain(start.error) },
  );

  function submit(name: string, password: string): void {
    setUsername(name);
    setWaiting(true);
    logIn(name, password).then(
      (made) => {
        setWaiting(false);
        setMessage(null);
        setClient(made);
      },
      (cause: unknown) => {
        setWaiting(false);
        setMessage({ tone: 'bad', text: explain(cause) });
      },
    );
  }

  function leave(): void {
    onLeave(client);
    exit();
  }

  function loggedOff(error: Error): void {
    setMessage({ tone: 'bad', text: explain(error) });
    setClient(null);
  }

  if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
    return <Text>{`The window is ${columns}x${rows}; this needs ${LEAST_COLUMNS}x${LEAST_ROWS}.`}</Text>;
  }
  return (
    <Box flexDirection="column" width={columns} height={rows} paddingX={1}>
      {client === null ? (
        <LogIn
          baseUrl={baseUrl}
          username={username}
          message={message}
          waiting={waiting}
          onSubmit={submit}
          onQuit={leave}
        />
      ) : (
        <Work client={client} clock={clock} bell={bell} onLeave={leave} onLoggedOff={loggedOff} />
      )}
    </Box>
  );
}
