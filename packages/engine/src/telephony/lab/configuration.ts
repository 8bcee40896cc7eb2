/** The configuration of a private Asterisk, file by file: PJSIP, ARI and RTP on loopback, and only the modules in use. */
import { MODULES } from './modules.ts';

export interface AsteriskInstallation {
  /** What is started. */
  readonly program: string;
  readonly modules: string;
  /** Where `sounds/en` lies. */
  readonly data: string;
}

export interface LabTrunk {
  readonly name: string;
  /** Where its carrier listens on loopback. */
  readonly port: number;
  /** Seconds between two looks whether the carrier is there; 0 never looks. */
  readonly qualifyS?: number;
}

export interface LabSettings {
  readonly folder: string;
  readonly installation: AsteriskInstallation;
  readonly sipPort: number;
  readonly httpPort: number;
  readonly rtpPorts: readonly [from: number, to: number];
  readonly user: string;
  readonly password: string;
  /** The ARI application that gets calls from the trunks. */
  readonly app: string;
  readonly trunks: readonly LabTrunk[];
  /** Ctrl-C is for who started it: calls under way finish before Asterisk goes. It goes with Ctrl-C unless told. */
  readonly outlivesInterrupt?: boolean;
  /** Of the HTTP server; 2000 unless told. */
  readonly sessionLimit?: number;
  /** Where the agents' phones listen. */
  readonly phonesPort: number;
  /** The other Asterisks of the lab, by the names under which they are dialed. */
  readonly nodes?: readonly LabTrunk[];
}

/** File name → contents, for the folder `etc`. */
export function labConfiguration(settings: LabSettings): Readonly<Record<string, string>> {
  const empty = Object.fromEntries(EMPTY.map((name) => [name, '']));
  return {
    ...empty,
    'asterisk.conf': asteriskConf(settings),
    'modules.conf': ['[modules]', 'autoload=no', ...MODULES].join('\n'),
    'logger.conf': '[general]\n[logfiles]\nfull.log => notice,warning,error\n',
    'http.conf': httpConf(settings),
    'ari.conf': ariConf(settings),
    'rtp.conf': rtpConf(settings),
    'pjsip.conf': pjsipConf(settings),
    'musiconhold.conf': `[general]\n[default]\nmode=files\ndirectory=${settings.folder}/music\n`,
    'extensions.conf': extensionsConf(settings),
    'cdr.conf': '[general]\nenable=no\n',
    'indications.conf': INDICATIONS,
  };
}

/** What comes in goes to the application that the global variable names: tests set it to their own. */
function extensionsConf({ app }: LabSettings): string {
  return `[general]
static=yes
[globals]
${INBOUND_APP}=${app}
[from-trunk]
exten => _[+0-9].,1,Stasis(\${${INBOUND_APP}},inbound,\${EXTEN})
 same => n,Hangup()
[from-nodes]
exten => _t.,1,Stasis(\${${INBOUND_APP}},tie,\${EXTEN})
 same => n,Hangup()
`;
}

export const INBOUND_APP = 'OUTDIAL_APP';

/** Sub-folders that Asterisk wants to find. */
export const FOLDERS: readonly string[] = [
  ...['etc', 'lib/keys', 'spool/recording', 'spool/monitor', 'spool/outgoing', 'spool/tmp'],
  ...['log/cdr-csv', 'run', 'music', 'messages'],
];

const EMPTY: readonly string[] = [
  ...['geolocation', 'pjproject', 'websocket_client', 'statsd', 'res_curl', 'stir_shaken', 'features', 'stasis'],
  ...['udptl', 'cel', 'ccss', 'acl', 'manager'],
].map((name) => `${name}.conf`);

function asteriskConf({ folder, installation }: LabSettings): string {
  return `[directories]
astetcdir => ${folder}/etc
astmoddir => ${installation.modules}
astvarlibdir => ${folder}/lib
astdbdir => ${folder}/lib
astkeydir => ${folder}/lib
astdatadir => ${installation.data}
astagidir => ${folder}/lib
astspooldir => ${folder}/spool
astrundir => ${folder}/run
astlogdir => ${folder}/log
[options]
transmit_silence = no
hideconnect = yes
documentation_language = en_US
`;
}

function httpConf({ httpPort, sessionLimit = 2_000 }: LabSettings): string {
  return `[general]
enabled=yes
bindaddr=127.0.0.1
bindport=${httpPort}
sessionlimit=${sessionLimit}
session_inactivity=30000
session_keep_alive=15000
`;
}

function ariConf({ user, password }: LabSettings): string {
  return `[general]
enabled=yes
pretty=no
websocket_write_timeout=1000
[${user}]
type=user
password=${password}
read_only=no
`;
}

function rtpConf({ rtpPorts }: LabSettings): string {
  return `[general]\nrtpstart=${rtpPorts[0]}\nrtpend=${rtpPorts[1]}\nstrictrtp=no\nicesupport=no\n`;
}

function pjsipConf({ nodes = [], sipPort, trunks, phonesPort }: LabSettings): string {
  const peers = [
    ...trunks.map((trunk) => endpointConf(trunk, 'from-trunk')),
    endpointConf({ name: 'phones', port: phonesPort }, 'from-trunk'),
    ...nodes.map((node) => endpointConf(node, 'from-nodes')),
  ];
  return `[global]
type=global
user_agent=outdial-lab
max_initial_qualify_time=1
[system]
type=system
timer_t1=500
threadpool_initial_size=4
threadpool_auto_increment=2
threadpool_max_size=32
[udp]
type=transport
protocol=udp
bind=127.0.0.1:${sipPort}
${peers.join('')}`;
}

function endpointConf({ name, port, qualifyS = 0 }: LabTrunk, context: string): string {
  return `[${name}]
type=aor
contact=sip:127.0.0.1:${port}
qualify_frequency=${qualifyS}
qualify_timeout=2.0
[${name}]
type=endpoint
transport=udp
context=${context}
disallow=all
allow=ulaw
aors=${name}
direct_media=no
rtp_symmetric=yes
[${name}]
type=identify
endpoint=${name}
match=127.0.0.1:${port}/32
`;
}

/** Tones of North America: Asterisk wants a country. */
const INDICATIONS = `[general]
country=us
[us]
description = United States / North America
ringcadence = 2000,4000
dial = 350+440
busy = 480+620/500,0/500
ring = 440+480/2000,0/4000
congestion = 480+620/250,0/250
callwaiting = 440/300,0/10000
dialrecall = !350+440/100,!0/100,350+440
record = 1400/500,0/15000
info = !950/330,!1400/330,!1800/330,0
`;
