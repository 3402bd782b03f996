/** What a word in a date or a time of day says. */
export type CalendarWord =
  | { readonly kind: 'month'; readonly month: number }
  | { readonly kind: 'half'; readonly isAfternoon: boolean }
  /** A zone, and the seconds that it is ahead of UTC. */
  | { readonly kind: 'zone'; readonly ahead: number }
  | { readonly kind: 'days' }
  /** A sign between two numbers, in letters: 年 stands where others write a stroke. */
  | { readonly kind: 'separator'; readonly byte: number }
  /** The day of the week, and what else tells nothing. */
  | { readonly kind: 'filler' };

const COLON = 58;
const STROKE = 45;
const HOUR = 3600;

/** The months' first letters, in the languages whose words for them differ. */
const MONTHS = new Map(
  [
    'jan:janv:ene:gen:янв',
    'feb:fev:févr:fév:фев',
    'mar:mär:mrz:mars:maa:мар',
    'apr:avr:abr:апр',
    'may:mai:mag:mei:мая:май',
    'jun:juin:giu:июн',
    'jul:juil:lug:июл',
    'aug:aou:ago:aoû:авг',
    'sep:set:сен',
    'oct:okt:ott:окт',
    'nov:ноя',
    'dec:dez:déc:dic:дек',
  ].flatMap((names, month) => names.split(':').map((name) => [name.slice(0, 3), month + 1])),
);

/** Zones that programs call by letters, where these mean one zone alone; in hours ahead of UTC. */
const ZONES = new Map(
  Object.entries({
    z: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 1,
    cet: 1,
    cest: 2,
    mez: 1,
    mesz: 2,
    eet: 2,
    eest: 3,
    msk: 3,
    jst: 9,
    kst: 9,
    aest: 10,
    aedt: 11,
    est: -5,
    edt: -4,
    cdt: -5,
    mst: -7,
    mdt: -6,
    pst: -8,
    pdt: -7,
  }),
);

const FILLER =
  /^((mon|tue|wed|thu|fri|sat|sun)\w*|[hms]|uhr|at|um|de|[월화수목금토]요일|星期.|.曜日)$/;
const BEFORE_NOON = /^(a|am|上午|午前|오전)$/;
const AFTER_NOON = /^(p|pm|下午|午後|오후)$/;
const DATE_SIGN = /^[年月日년월일]$/;
const TIME_SIGN = /^[时時分秒시분초点]$/;

const known = new Map<string, CalendarWord | null>();

/** What a word says; null for one that belongs to no date or time. @param word - in small letters */
export function calendarWord(word: string): CalendarWord | null {
  const found = known.get(word);
  if (found !== undefined) return found;
  const said = readWord(word);
  // A text of many words is no column of times: its words are not kept.
  if (known.size < 1000) known.set(word, said);
  return said;
}

function readWord(written: string): CalendarWord | null {
  // Narrow and non-breaking blanks are no ASCII, and come as part of the word: 10:00:00\u202fAM.
  const word = written.trim();
  if (word === '') return { kind: 'filler' };
  if (DATE_SIGN.test(word)) return { kind: 'separator', byte: STROKE };
  if (TIME_SIGN.test(word)) return { kind: 'separator', byte: COLON };
  // No blank stands between the sign of the day and the half of it: 24日下午10时.
  if (/^[日일].+/.test(word)) return readWord(word.slice(1));
  if (BEFORE_NOON.test(word)) return { kind: 'half', isAfternoon: false };
  if (AFTER_NOON.test(word)) return { kind: 'half', isAfternoon: true };
  if (word === 'day' || word === 'days') return { kind: 'days' };
  const zone = ZONES.get(word);
  if (zone !== undefined) return { kind: 'zone', ahead: zone * HOUR };
  if (FILLER.test(word)) return { kind: 'filler' };
  const month = MONTHS.get(word.slice(0, 3));
  return month === undefined ? null : { kind: 'month', month };
}
