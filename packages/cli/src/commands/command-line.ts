/** The table of commands; each is loaded only when it is asked for. */
import { defineCommand } from 'citty';

export const commandLine = defineCommand({
  meta: { name: 'outdial', version: '0.1.0', description: 'Outbound contact-center dialer' },
  subCommands: {
    up: () => import('./up.ts').then((m) => m.upCommand),
    server: () => import('./server.ts').then((m) => m.serverCommand),
    engine: () => import('./engine.ts').then((m) => m.engineCommand),
    console: () => import('./console.ts').then((m) => m.consoleCommand),
    agent: () => import('./agent.ts').then((m) => m.agentCommand),
    lists: () => import('./lists.ts').then((m) => m.listsCommand),
    rules: () => import('./rules.ts').then((m) => m.rulesCommand),
    packs: () => import('./rules.ts').then((m) => m.packsCommand),
    number: () => import('./people.ts').then((m) => m.numberCommand),
    'do-not-call': () => import('./people.ts').then((m) => m.doNotCallCommand),
    consents: () => import('./people.ts').then((m) => m.consentsCommand),
    person: () => import('./people.ts').then((m) => m.personCommand),
    retention: () => import('./people.ts').then((m) => m.retentionCommand),
    campaigns: () => import('./campaigns.ts').then((m) => m.campaignsCommand),
    callbacks: () => import('./callbacks.ts').then((m) => m.callbacksCommand),
    report: () => import('./report.ts').then((m) => m.reportCommand),
    users: () => import('./users.ts').then((m) => m.usersCommand),
    messages: () => import('./messages.ts').then((m) => m.messagesCommand),
    simulate: () => import('./simulate.ts').then((m) => m.simulateCommand),
    loadtest: () => import('./loadtest.ts').then((m) => m.loadtestCommand),
    amd: () => import('./amd.ts').then((m) => m.amdCommand),
    lab: () => import('./lab.ts').then((m) => m.labCommand),
    doctor: () => import('./doctor.ts').then((m) => m.doctorCommand),
  },
});
