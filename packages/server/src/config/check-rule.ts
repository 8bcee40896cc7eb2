/** Whether a contact rule or a compliance pack makes sense: every contradiction with its field, and what to think about. */
import type { CompliancePack, ContactRule, HolidayCalendar, WeeklyHours } from '@outdial/shared';
import { createHolidays, type Holidays } from '../rules/holidays.ts';
import type { CampaignCheck } from './check-campaign.ts';
import { type Messages, messageFault } from './check-detection.ts';

type Wrong = (field: string, message: string) => void;

const holidays: () => Holidays = () => createHolidays();

export function checkContactRule(rule: ContactRule, others: readonly ContactRule[], messages: Messages): CampaignCheck {
  const errors: CampaignCheck['errors'] = [];
  const warnings: string[] = [];
  const wrong: Wrong = (field, message) => void errors.push({ field, message });
  if (others.some(({ id, name }) => id !== rule.id && sameWords(name, rule.name))) {
    wrong('name', `there is a contact rule ${rule.name} already`);
  }
  checkMachines(rule, messages, wrong);
  checkHours('weeklyHours', rule.weeklyHours, wrong);
  checkCalendars(rule.publicHolidays, wrong);
  for (const [n, { date, windows }] of rule.specialDays.entries()) {
    checkWindows(`specialDays.${n}.windows`, windows, wrong);
    if (rule.specialDays.findIndex((other) => other.date === date) !== n) {
      wrong(`specialDays.${n}.date`, `${date} is there twice: put its intervals into one entry`);
    }
  }
  const { startDate, endDate, maxAttempts, maxAttemptsPerDay, maxAttemptsPerNumber } = rule;
  if (startDate !== null && endDate !== null && endDate < startDate) {
    wrong('endDate', `before startDate (${startDate}): no day would be left`);
  }
  for (const [field, value] of Object.entries({ maxAttemptsPerDay, maxAttemptsPerNumber })) {
    if (value !== null && value > maxAttempts) wrong(field, `more than maxAttempts (${maxAttempts})`);
  }
  if (rule.weeklyHours?.length === 0) {
    warnings.push('GCC-8: no hours at all: contacts are called on special days only.');
  }
  for (const [outcome, treatment] of Object.entries(rule.treatments)) {
    if (treatment?.action === 'retry' && treatment.afterMs < 60_000) {
      warnings.push(`GCC-9: after ${outcome} the contact is tried again within a minute.`);
    }
  }
  return { errors, warnings };
}

export function checkCompliancePack(pack: CompliancePack, others: readonly CompliancePack[]): CampaignCheck {
  const errors: CampaignCheck['errors'] = [];
  const warnings: string[] = [];
  const wrong: Wrong = (field, message) => void errors.push({ field, message });
  if (others.some(({ id, name }) => id !== pack.id && sameWords(name, pack.name))) {
    wrong('name', `there is a compliance pack ${pack.name} already`);
  }
  checkHours('weeklyHours', pack.weeklyHours, wrong);
  checkCalendars(pack.publicHolidays, wrong);
  if (pack.source.trim() === '')
    warnings.push('It names no source: nobody will know later where its figures come from.');
  if (pack.weeklyHours?.length === 0) warnings.push('No hours at all: campaigns that name it call nobody.');
  if (pack.consent !== null) {
    warnings.push('It wants prior consent: only people whose consent is on record are called.');
  }
  return { errors, warnings };
}

/** GCC-5, GCC-3: the messages are there, and one is named where machines are left one. */
function checkMachines(
  { abandonMessageId, machineMessageId, onMachine }: ContactRule,
  messages: Messages,
  wrong: Wrong,
) {
  const machine = messageFault(machineMessageId, 'voicemail', messages);
  if (machine !== null) wrong('machineMessageId', machine);
  const abandoned = messageFault(abandonMessageId, 'abandonment', messages);
  if (abandoned !== null) wrong('abandonMessageId', abandoned);
  if (onMachine === 'leave-message' && machineMessageId === null) {
    wrong('machineMessageId', 'machines are left a message, and none is named');
  }
}

const sameWords = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function checkHours(field: string, hours: WeeklyHours | null, wrong: Wrong): void {
  if (hours === null) return;
  checkWindows(field, hours, wrong);
  for (const [n, window] of hours.entries()) {
    const over = hours.find(
      (other, m) =>
        m < n &&
        other.weekday === window.weekday &&
        other.fromMinute < window.toMinute &&
        window.fromMinute < other.toMinute,
    );
    if (over !== undefined)
      wrong(`${field}.${n}`, `overlaps ${clock(over.fromMinute)} to ${clock(over.toMinute)} of the same day`);
  }
}

function checkWindows(field: string, windows: readonly { fromMinute: number; toMinute: number }[], wrong: Wrong): void {
  for (const [n, { fromMinute, toMinute }] of windows.entries()) {
    if (toMinute > fromMinute) continue;
    wrong(
      `${field}.${n}`,
      `ends at ${clock(toMinute)}, before it begins at ${clock(fromMinute)}: past midnight is the next day's`,
    );
  }
}

function checkCalendars(calendars: readonly HolidayCalendar[], wrong: Wrong): void {
  for (const [n, { country, region }] of calendars.entries()) {
    if (country === null && region !== null) wrong(`publicHolidays.${n}.region`, 'a region needs its country');
    const fault = country === null ? null : holidays().calendarFault(country, region);
    if (fault !== null) wrong(`publicHolidays.${n}`, fault);
  }
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
