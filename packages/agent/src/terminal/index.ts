/** `outdial agent`. */
export { type AgentTerminalOptions, runAgentTerminal } from './run-agent-terminal.ts';
