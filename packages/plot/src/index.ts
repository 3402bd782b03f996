/** Draws recordings, their steps, and how counts agree, as SVG. Pure text: no browser is needed. */
export { type AgreementPlot, type AgreementPoint, plotAgreement } from './agreement-plot.ts';
export { type CadencePlot, plotCadence } from './cadence-plot.ts';
export type { Curve, PlottedStep, StepPlot, TrueStepMark } from './plot.ts';
export { escaped } from './row.ts';
export { plotSteps } from './step-plot.ts';
