import { z } from 'zod';

/*
 * What FHIR R4 (hl7.org/fhir/R4/observation.html, datatypes.html) demands of the elements that an export has: their
 * types, which must be there, and the code systems that are bound. Elements that are not known here are refused.
 */

const text = z.string().regex(/\S/);
const uri = z.string().regex(/^\S+$/);
const code = z.string().regex(/^\S+( \S+)*$/);
const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
/** With a time there must be an offset. */
const dateTime = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))$/,
  );
const coding = z.strictObject({ system: uri, code, display: text });
const concept = z.strictObject({ coding: z.array(coding).min(1), text: text.optional() });

const Observation = z.strictObject({
  resourceType: z.literal('Observation'),
  id,
  status: z.enum(['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled']),
  category: z.array(concept).min(1),
  code: concept,
  subject: z.strictObject({
    type: z.literal('Patient'),
    identifier: z.strictObject({ value: text }),
  }),
  effectivePeriod: z
    .strictObject({ start: dateTime, end: dateTime })
    // per-1
    .refine(({ start, end }) => Date.parse(start) <= Date.parse(end)),
  issued: dateTime,
  valueQuantity: z
    .strictObject({ value: z.number(), unit: text, system: uri, code })
    // UCUM: its codes are of ASCII without blanks; what is in braces is a remark.
    .refine((quantity) => /^[!-~]+$/.test(quantity.code)),
  device: z.strictObject({ display: text }),
});

/** What is wrong with an observation. */
export function observationFaults(value: unknown): string[] {
  const parsed = Observation.safeParse(value);
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}
