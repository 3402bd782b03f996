import { lookAhead } from '@stepstream/detector';
import type { ModelFile } from '@stepstream/detector/internals';
import {
  BLOCK_TAPS,
  CHANNELS,
  DILATIONS,
  FEATURES,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  INPUTS,
  MULTIPLY_ADDS,
  networkModel,
  OUTPUTS,
  PARAMETER_COUNT,
  RECEPTIVE_FIELD,
  STEM_TAPS,
} from '@stepstream/detector/internals';
import { tableOf } from '../evaluation/tables/table.ts';
import { markdownOf } from './markdown.ts';

/** What the model is: all from the source and the model's file, nothing measured. */
export function modelSection(model: ModelFile, bytes: number): string {
  const ahead = Math.round(1000 * lookAhead(networkModel(model)));
  const properties: readonly (readonly [string, string])[] = [
    ['kind', 'causal temporal convolutional network, run on two frames at a time'],
    ['frames', `${FRAME_RATE} a second, whatever the device's rate`],
    ['inputs a pair', `${INPUTS}: ${FEATURES} of each of its ${FRAMES_AT_ONCE} frames`],
    ['stem', `convolution of ${STEM_TAPS} pairs to ${CHANNELS} channels`],
    [
      'blocks',
      `${DILATIONS.length}, residual: depthwise ${BLOCK_TAPS} taps at dilations ` +
        `${DILATIONS.join(', ')} pairs, then pointwise`,
    ],
    [
      'outputs a pair',
      `${OUTPUTS}: a contact at its second frame's moment, at the next frame's, in hindsight, and being on foot then`,
    ],
    [
      'sees back',
      `${RECEPTIVE_FIELD} frames, ${(RECEPTIVE_FIELD / FRAME_RATE).toFixed(2)} s; further by a memory of running means`,
    ],
    ['parameters', `${PARAMETER_COUNT}`],
    ['multiply-adds a frame', `${MULTIPLY_ADDS}`],
    ['look-ahead', `${ahead} ms from a contact to the sample that can confirm it`],
    ['file', `${bytes} bytes (safetensors, 32-bit floats)`],
    [
      'calibration',
      `logit of the probability = ${model.calibration.slope} × output ` +
        `${model.calibration.intercept < 0 ? '−' : '+'} ${Math.abs(model.calibration.intercept)}`,
    ],
    ['a contact', `a peak of the probability over ${model.threshold}`],
    ['a walk', `contacts in rhythm whose mean probability reaches ${model.walkThreshold}`],
    [
      'sure in hindsight',
      `a contact whose probability in hindsight reaches ${model.hindsightThreshold}`,
    ],
  ];
  return [
    `\`${model.id}\` tells from the acceleration of a phone, a watch or any sensor on the body when a`,
    'foot lands. It takes x, y and z in m/s² with gravity, at 20 to 500 samples a second. From each',
    'frame it makes numbers that do not depend on how the device is held: the magnitude less gravity,',
    'the part along the running direction of gravity, the part across, and the magnitude without its',
    'fast part. It does not use a gyroscope.',
    '',
    markdownOf({
      ...tableOf(null, properties, [
        ['', ([name]) => name],
        ['', ([, value]) => value],
      ]),
      wordColumns: [0, 1],
    }),
  ].join('\n');
}

/** How the model was made: what the file itself tells. */
export function trainingSection(model: ModelFile, folds: readonly (readonly string[])[]): string {
  const { command, ...others } = model.provenance;
  return [
    ...(command === undefined ? [] : ['```sh', command, '```', '']),
    ...Object.entries(others).map(([key, value]) => `- ${key.replaceAll('_', ' ')}: ${value}`),
    `- trained once on everybody (the model), and ${folds.length} times without a part of the people`,
    '  (for the measurements):',
    ...folds.map((people, fold) => `  - fold ${fold} without ${people.join(', ')}`),
  ].join('\n');
}
