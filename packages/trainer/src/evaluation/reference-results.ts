/** What another detector reached on the number of a headline. */
export interface ReferenceResult {
  readonly detector: 'network' | 'network, gated' | 'peaks' | 'published' | 'phone';
  /** In the headline's unit; `low` and `high` differ where a range was reported. */
  readonly low: number;
  readonly high: number;
  /** Measured on other recordings than ours, of people kept back from everything. */
  readonly keptBack: boolean;
}

/** The detectors behind the short names. */
export const REFERENCE_DETECTORS: Readonly<Record<ReferenceResult['detector'], string>> = {
  network: "the first study's best: a causal convolutional network, 300 ms look-ahead, not gated",
  'network, gated': 'that network with four contacts in rhythm required before any counts',
  peaks: "the first study's peak detector, tuned anew for every fold, not gated",
  published: 'a published peak detector, as the first study ran it',
  phone: "the phones' own step counter",
};

/**
 * Results to compare with, by headline. All are from the first study of step detectors that this
 * project began with (Python, folds that leave people out; see the notes on the data in `docs/`):
 * its table of detectors, its kept-back set, and its notes on the daily and watch sets. The count
 * errors of phones are those against the files' own truth, which is what is measured here too.
 */
export const REFERENCE_RESULTS: Readonly<Record<string, readonly ReferenceResult[]>> = {
  'handheld.f1_100': [figure('network', 0.933), figure('peaks', 0.863)],
  'handheld.f1_150': [figure('network', 0.973), figure('peaks', 0.921)],
  'handheld.level_f1_100': [figure('network', 0.975)],
  'handheld.standing': [
    range('network, gated', 0.43, 0.5),
    figure('network', 2.4),
    figure('peaks', 5.6),
  ],
  'phones.f1_200': [figure('network', 0.985), figure('peaks', 0.981)],
  'phones.mape': [
    figure('network', 0.015),
    figure('peaks', 0.023),
    keptBack(figure('published', 0.066)),
    keptBack(figure('phone', 0.0097)),
  ],
  'daily.transitions': [range('network', 9, 21), range('peaks', 55, 95)],
  'watch.walking_ratio': [
    keptBack(figure('network', 89 / 115)),
    keptBack(figure('peaks', 98 / 115)),
  ],
  'watch.jogging_ratio': [
    keptBack(figure('network', 120 / 162)),
    keptBack(figure('peaks', 144 / 162)),
  ],
  'watch.rest': [keptBack(range('network, gated', 1.5, 2.1)), keptBack(range('peaks', 3.1, 3.8))],
};

function figure(detector: ReferenceResult['detector'], value: number): ReferenceResult {
  return range(detector, value, value);
}

function range(detector: ReferenceResult['detector'], low: number, high: number): ReferenceResult {
  return { detector, low, high, keptBack: false };
}

function keptBack(of: ReferenceResult): ReferenceResult {
  return { ...of, keptBack: true };
}
