/** What the documents and tests need of the trainer. */
export * from './ablation/ablate.ts';
export * from './ablation/ablation-table.ts';
export * from './ablation/variants.ts';
export * from './card/accuracy-section.ts';
export * from './evaluate-detectors.ts';
export * from './evaluation/data-folder.ts';
export * from './evaluation/false-steps.ts';
export * from './evaluation/report.ts';
export * from './evaluation/tables/activity-names.ts';
export * from './evaluation/tables/cells.ts';
export * from './evaluation/trained-models.ts';
export * from './measurement-inputs.ts';
