import type { FormatOptions } from '@stepstream/formats/browser';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';

/** Of a table that nobody knows, so much is looked at for its columns, in bytes. */
const HEAD_BYTES = 16_384;
/** Time, and the three axes of the acceleration. */
const COLUMNS = 4;
const UNITS = ['m/s^2', 'g', 'mg'] as const;
type Unit = (typeof UNITS)[number];

/** Stands for the column of a table's times where it has none. */
const NO_TIMES = '';
const FIRST_RATE = 50;
const [MIN_RATE, MAX_RATE] = [0.1, 10_000];

interface PickersProps {
  readonly kind: 'unit' | 'columns';
  readonly file: File;
  readonly onPick: (options: FormatOptions) => void;
}

/** Asks what a file does not say: the unit of its acceleration, and which columns are which. */
export function Pickers({ kind, file, onPick }: PickersProps) {
  const [names, setNames] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [unit, setUnit] = useState<Unit>(kind === 'unit' ? 'g' : 'm/s^2');
  const [rate, setRate] = useState(FIRST_RATE);
  useEffect(() => {
    if (kind === 'unit') return;
    columnsOf(file).then((found) => {
      setNames(found);
      // Three columns are those of the acceleration.
      const columns = found.length < COLUMNS ? [NO_TIMES, ...found] : found;
      setChosen(Array.from({ length: COLUMNS }, (_, i) => columns[i] ?? ''));
    });
  }, [file, kind]);
  const hasColumns = kind === 'columns' && names.length >= COLUMNS - 1;
  const [time, ...axes] = chosen;
  const hasTimes = time !== NO_TIMES;
  const { recording } = words();
  if (kind === 'columns' && !hasColumns) {
    return names.length > 0 ? <p>{recording.tooFewColumns}</p> : null;
  }
  return (
    <form
      class="pickers"
      onSubmit={(event) => {
        event.preventDefault();
        const columns = hasTimes ? { columns: chosen } : { columns: axes, rate };
        onPick({ accelUnit: unit, ...(hasColumns && columns) });
      }}
    >
      <p>{recording.orSay}</p>
      {hasColumns &&
        recording.axes.map((axis, i) => (
          <Picker
            key={axis}
            label={axis}
            value={chosen[i] ?? ''}
            options={i === 0 ? [...names, NO_TIMES] : names}
            onChange={(name) => setChosen(chosen.map((old, k) => (k === i ? name : old)))}
          />
        ))}
      {hasColumns && !hasTimes && (
        <label class="field">
          <span>{recording.rate}</span>
          <input
            type="number"
            required
            min={MIN_RATE}
            max={MAX_RATE}
            step="any"
            value={rate}
            onInput={({ currentTarget }) => setRate(currentTarget.valueAsNumber)}
          />
        </label>
      )}
      <Picker
        label={recording.unit}
        value={unit}
        options={UNITS}
        onChange={(one) => setUnit(one as Unit)}
      />
      <button type="submit" class="button">
        {recording.readItSo}
      </button>
    </form>
  );
}

function Picker({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option === NO_TIMES ? words().recording.noTimeColumn : option}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The columns of a table by its first line; none of what is no text. */
async function columnsOf(file: File): Promise<readonly string[]> {
  const head = await file.slice(0, HEAD_BYTES).text();
  if (head.includes('\0')) return [];
  const [first = ''] = head.split(/\r?\n/);
  const separator = [',', ';', '\t'].find((one) => first.includes(one)) ?? ',';
  const names = first.split(separator).map((name) => name.trim().replaceAll(/^"|"$/g, ''));
  return new Set(names).size === names.length ? names : names.map((_, i) => String(i + 1));
}
