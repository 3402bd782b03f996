/** What another detector reached on the number of a headline. */
export interface ReferenceFigure {
  readonly detector: 'learned' | 'learned, gated' | 'classical' | 'published' | 'phone';
  /** In the headline's unit; `low` and `high` differ where a range was reported. */
  readonly low: number;
  readonly high: number;
  /** Measured on other recordings than ours, of people kept back from everything. */
  readonly keptBack: boolean;
}

/** The detectors behind the short names. */
export const REFERENCE_DETECTORS: Readonly<Record<ReferenceFigure['detector'], string>> = {
  learned: "the first study's best: a causal convolutional network, 300 ms look-ahead, not gated",
  'learned, gated': 'that network with four landings in rhythm required before any counts',
  classical: "the first study's peak detector, tuned anew for every fold, not gated",
  published: 'a published peak detector, as the first study ran it',
  phone: "the phones' own step counter",
};

/**
 * Figures to compare with, by headline. All are from the first study of step detectors that this
 * project began with (Python, folds that leave people out; see the notes on the data in `docs/`):
 * its table of detectors, its kept-back set, and its notes on the daily and watch sets. The count
 * errors of phones are those against the files' own truth, which is what is measured here too.
 */
export const REFERENCE_FIGURES: Readonly<Record<string, readonly ReferenceFigure[]>> = {
  'handheld.f1_100': [figure('learned', 0.933), figure('classical', 0.863)],
  'handheld.f1_150': [figure('learned', 0.973), figure('classical', 0.921)],
  'handheld.level_f1_100': [figure('learned', 0.975)],
  'handheld.standing': [
    range('learned, gated', 0.43, 0.5),
    figure('learned', 2.4),
    figure('classical', 5.6),
  ],
  'phones.f1_200': [figure('learned', 0.985), figure('classical', 0.981)],
  'phones.mape': [
    figure('learned', 0.015),
    figure('classical', 0.023),
    keptBack(figure('published', 0.066)),
    keptBack(figure('phone', 0.0097)),
  ],
  'daily.transitions': [range('learned', 9, 21), range('classical', 55, 95)],
  'watch.walking_ratio': [
    keptBack(figure('learned', 89 / 115)),
    keptBack(figure('classical', 98 / 115)),
  ],
  'watch.jogging_ratio': [
    keptBack(figure('learned', 120 / 162)),
    keptBack(figure('classical', 144 / 162)),
  ],
  'watch.rest': [
    keptBack(range('learned, gated', 1.5, 2.1)),
    keptBack(range('classical', 3.1, 3.8)),
  ],
};

function figure(detector: ReferenceFigure['detector'], value: number): ReferenceFigure {
  return range(detector, value, value);
}

function range(detector: ReferenceFigure['detector'], low: number, high: number): ReferenceFigure {
  return { detector, low, high, keptBack: false };
}

function keptBack(of: ReferenceFigure): ReferenceFigure {
  return { ...of, keptBack: true };
}
