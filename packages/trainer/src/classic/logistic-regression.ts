/** An observation of a yes-or-no outcome. */
export interface LabelledExample {
  /** What is known of it; the first value is 1, for the intercept. */
  readonly values: ArrayLike<number>;
  readonly outcome: 0 | 1;
  /** How much it counts; mostly 1. */
  readonly weight: number;
}

/** Newton's method converges in a handful of steps; this is the most that it is given. */
const MAX_STEPS = 50;
/** It has converged when no weight moves by more. */
const SMALL_STEP = 1e-10;
/** Ridge penalty: keeps the weights finite where the classes can be told apart perfectly. */
const RIDGE = 1;

/**
 * Fits a logistic regression by Newton's method (iteratively reweighted least squares; Hastie,
 * Tibshirani & Friedman, "The Elements of Statistical Learning", 4.4.1), with a ridge penalty of 1.
 * Deterministic.
 *
 * @returns one weight for each value of an example
 * @throws {RangeError} without examples
 */
export function fitLogisticRegression(examples: readonly LabelledExample[]): number[] {
  const size = examples[0]?.values.length;
  if (size === undefined) throw new RangeError('A logistic regression needs examples.');
  const weights = new Array<number>(size).fill(0);
  for (let step = 0; step < MAX_STEPS; step++) {
    const change = newtonStep(examples, weights);
    change.forEach((delta, i) => {
      weights[i] = (weights[i] as number) + delta;
    });
    if (change.every((delta) => Math.abs(delta) < SMALL_STEP)) break;
  }
  return weights;
}

function newtonStep(examples: readonly LabelledExample[], weights: readonly number[]): number[] {
  const size = weights.length;
  const gradient = weights.map((weight) => -RIDGE * weight);
  const hessian = weights.map((_, i) => weights.map((_, j) => (i === j ? RIDGE : 0)));
  for (const { values, outcome, weight } of examples) {
    let logit = 0;
    for (let i = 0; i < size; i++) logit += (weights[i] as number) * (values[i] as number);
    const probability = 1 / (1 + Math.exp(-logit));
    const residual = weight * (outcome - probability);
    const curvature = weight * probability * (1 - probability);
    for (let i = 0; i < size; i++) {
      const value = values[i] as number;
      gradient[i] = (gradient[i] as number) + residual * value;
      const row = hessian[i] as number[];
      for (let j = 0; j < size; j++) {
        row[j] = (row[j] as number) + curvature * value * (values[j] as number);
      }
    }
  }
  return solve(hessian, gradient);
}

/** Solves a symmetric positive definite system by Gauss-Jordan elimination. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  for (let i = 0; i < size; i++) {
    const pivotRow = rows[i] as number[];
    const pivot = pivotRow[i] as number;
    for (let j = i; j <= size; j++) pivotRow[j] = (pivotRow[j] as number) / pivot;
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const row = rows[k] as number[];
      const factor = row[i] as number;
      for (let j = i; j <= size; j++)
        row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return rows.map((row) => row[size] as number);
}
