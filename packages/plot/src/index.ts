/** Draws a recording and its steps as SVG. Pure text: no browser is needed. */
export type { Curve, PlottedStep, StepPlot, TrueStepMark } from './plot.ts';
export { plotSteps } from './step-plot.ts';
