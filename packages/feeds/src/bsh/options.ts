import { EntityId } from '@lagebild/model/ids.ts'
import * as z from 'zod'

export const BshOptions = z.strictObject({
	/** Gauge that the curves belong to, usually of another feed. Absent: a sensor of this feed's own is made for each gauge. */
	sensor: EntityId.optional(),
	/** For an address that lists several gauges: id of the upstream's gauge → our sensor. */
	sensors: z.record(z.string().min(1).max(200), EntityId).default({}),
	/** Upstream unit → the sensor's unit: values are multiplied by it. The service writes centimetres over the gauge's zero. */
	factor: z.number().positive().max(1_000).default(1),
	/** Of a list of gauges, the id of the only one to take. */
	gauge: z.string().min(1).max(200).optional(),
})
export type BshOptions = z.infer<typeof BshOptions>
