/** The lab's carrier as a scenario of SIPp (Debian's `sip-tester`): the last digit of a number says what its call comes to. */

/** What each last digit is. */
export const SIPP_FATES = [
  ...['busy', 'busy', 'no-answer', 'invalid', 'rejected', 'fax', 'machine', 'human', 'human', 'human'],
] as const;
export type SippFate = (typeof SIPP_FATES)[number];

const STATUSES: Partial<Record<SippFate, string>> = {
  busy: '486 Busy Here',
  invalid: '404 Not Found',
  rejected: '603 Decline',
};
/** Fates that answer, and stream the file of their name: µ-law without a header. */
export const SIPP_SOUNDS: readonly SippFate[] = ['fax', 'machine', 'human'];

const HEAD = `[last_Via:]
      [last_From:]
      [last_To:];tag=[pid]SIPp[call_number]
      [last_Call-ID:]`;

/** `folder` holds `FATE.ulaw` of each that answers. */
export function sippScenario(folder: string): string {
  const fates = [...new Set(SIPP_FATES)];
  const classes = fates.map((fate) => {
    const digits = SIPP_FATES.flatMap((one, digit) => (one === fate ? [digit] : [])).join('');
    return `      <ereg regexp="^INVITE sip:[^@]*[${digits}]@" search_in="msg" assign_to="${variable(fate)}"/>`;
  });
  const branches = fates.map((fate) => `  <nop next="${fate}" test="${variable(fate)}"/>`);
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="carrier">
  <recv request="INVITE">
    <action>
${classes.join('\n')}
      <ereg regexp="([0-9]+) INVITE" search_in="hdr" header="CSeq:" assign_to="whole,cseq"/>
    </action>
  </recv>
  <Reference variables="whole"/>
  <send>${message('100 Trying')}</send>
${branches.join('\n')}
${fates.map((fate) => partOf(fate, folder)).join('\n')}
  <label id="end"/>
  <timewait milliseconds="500"/>
</scenario>
`;
}

const variable = (fate: SippFate): string => fate.replace('-', '');

function partOf(fate: SippFate, folder: string): string {
  const status = STATUSES[fate];
  if (status !== undefined) return `  <label id="${fate}"/>\n${refusal(status)}`;
  if (fate === 'no-answer') return noAnswer();
  const loops = fate === 'human' ? -1 : 1;
  return `  <label id="${fate}"/>
  <send>${message('180 Ringing')}</send>
  <pause milliseconds="800"/>
  <send retrans="500">${message('200 OK', true)}</send>
  <recv request="ACK"/>
  <nop><action><exec rtp_stream="${folder}/${fate}.ulaw,${loops},0"/></action></nop>
  <recv request="BYE"/>
  <send next="end">${message('200 OK')}</send>`;
}

const refusal = (status: string): string => `  <send retrans="500">${message(status)}</send>
  <recv request="ACK" next="end"/>`;

/** Rings until it is given up: the CANCEL is answered, and then the INVITE. */
function noAnswer(): string {
  return `  <label id="no-answer"/>
  <send>${message('180 Ringing')}</send>
  <recv request="CANCEL"/>
  <send>${message('200 OK')}</send>
  <send retrans="500"><![CDATA[
      SIP/2.0 487 Request Terminated
      ${HEAD}
      CSeq: [$cseq] INVITE
      Contact: <sip:[local_ip]:[local_port]>
      Content-Length: 0

    ]]></send>
  <recv request="ACK" next="end"/>`;
}

function message(status: string, withMedia = false): string {
  const description = `Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=sipp 1 1 IN IP4 [local_ip]
      s=-
      c=IN IP4 [local_ip]
      t=0 0
      m=audio [rtpstream_audio_port] RTP/AVP 0
      a=rtpmap:0 PCMU/8000
`;
  return `<![CDATA[
      SIP/2.0 ${status}
      ${HEAD}
      [last_CSeq:]
      Contact: <sip:[local_ip]:[local_port];transport=[transport]>
      ${withMedia ? description : 'Content-Length: 0\n'}
    ]]>`;
}
