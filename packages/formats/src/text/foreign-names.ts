/**
 * What apps call columns in languages of other scripts, and the words that are looked for. Longer ones come first:
 * 毫秒 has 秒 in it.
 */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/时间戳|時間戳|タイムスタンプ|타임스탬프/g, 'timestamp'],
  [/毫秒|ミリ秒|밀리초|миллисекунды?|(?<=\()мс(?=\))/gi, 'ms'],
  [/微秒|マイクロ秒|마이크로초|микросекунды?|(?<=\()мкс(?=\))/gi, 'us'],
  [/纳秒|奈秒|ナノ秒|나노초|наносекунды?|(?<=\()нс(?=\))/gi, 'ns'],
  [/时间|時間|時刻|时刻|시간|시각|время|час/gi, 'time'],
  [/日期|日付|날짜|дата/gi, 'date'],
  [
    /角速度|角加速度|陀螺仪|陀螺儀|ジャイロ(スコープ|センサー)?|자이로(스코프)?|각속도/g,
    'gyroscope',
  ],
  [/угловая скорость|гироскоп\p{L}*/giu, 'gyroscope'],
  [/线性|線性|線形|直線|선형|линейн\p{L}*/giu, 'linear'],
  [/重力加速度|重力|중력|гравитац\p{L}*|сила тяжести/giu, 'gravity'],
  [
    /加速度(计|計|センサー?|传感器|感測器)?|가속도(계|센서)?|ускорени\p{L}*|акселерометр\p{L}*|прискоренн\p{L}*/giu,
    'acceleration',
  ],
  [/磁力(计|計)|磁场|磁場|磁気|자기장|지자기|магнит\p{L}*/giu, 'magnetometer'],
  [/米\/秒(²|\^?2|平方)|м\/с(²|\^?2)|m\/с(²|\^?2)/gi, 'm/s^2'],
  [/弧度\/秒|рад\/с/gi, 'rad/s'],
  [/度\/秒|град\/с/gi, 'deg/s'],
  [/秒|초|секунды?|(?<=\()с(?=\))/gi, 's'],
  [/轴|軸|축|ось|оси/gi, 'axis'],
  // Cyrillic letters that look like the axes, and axes of full width.
  [/[хХ]/g, 'x'],
  [/[уУ]/g, 'y'],
];

/** A column's name with the words of other scripts put into those that are looked for. */
export function inLatin(name: string): string {
  const plain = name.replace(/[（［]/g, '(').replace(/[）］]/g, ')');
  // Latin letters, digits and signs alone: nothing is to be done.
  if (!/[\u0400-\u04ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/.test(plain)) return plain;
  const halfWidth = plain.replace(/[\uff01-\uff5e]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );
  return WORDS.reduce((text, [word, plain]) => text.replace(word, ` ${plain} `), halfWidth).trim();
}
