import { FmsMeanings } from '@lagebild/model/fms.ts'
import { GaugeScale } from '@lagebild/model/gauge.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { Organisation } from '@lagebild/model/kinds/words.ts'
import * as z from 'zod'

const WHOSE = new RegExp(`^(?:${Organisation.options.join('|')})(?:/[A-Z]{2})?$`)

/** What 7, 8, 9 and 0 mean, by organisation (`thw`) or organisation and Land as in the OPTA (`hilfsorganisation/HH`). */
export const FmsConfig = z
	.record(z.string(), FmsMeanings)
	.superRefine((scheme, context) => {
		for (const key of Object.keys(scheme)) {
			if (!WHOSE.test(key))
				context.addIssue({ code: 'custom', path: [key], message: 'is no organisation, or organisation/LAND such as thw/HH' })
		}
	})
	.describe('Meaning and class of the FMS statuses 7, 8, 9 and 0, by organisation (thw) or organisation and Land (thw/HH).')

/** Stage lines and storm surge classes, by the entity id of the sensor. */
export const GaugesConfig = z
	.record(z.string(), GaugeScale)
	.superRefine((scales, context) => {
		for (const [id, scale] of Object.entries(scales)) {
			for (const { path, message } of [...idFaults(id), ...scaleFaults(scale)])
				context.addIssue({ code: 'custom', path: [id, ...path], message })
		}
	})
	.describe('Stage lines and storm surge classes, by the entity id of the sensor: sensor:source:native.')

export type GaugesConfig = z.infer<typeof GaugesConfig>

type ScaleFault = { readonly path: readonly (string | number)[]; readonly message: string }

function idFaults(id: string): readonly ScaleFault[] {
	return id.startsWith('sensor:') && EntityId.safeParse(id).success
		? []
		: [{ path: [], message: 'is not the entity id of a sensor: sensor:source:native' }]
}

function scaleFaults({ stages, classes, mhw }: GaugeScale): readonly ScaleFault[] {
	return [
		...stages.flatMap(({ stage, from }, index) => {
			const before = stages[index - 1]
			return before && (before.stage >= stage || before.from >= from)
				? [{ path: ['stages', index], message: `stage and level must rise above stage ${before.stage} from ${before.from}` }]
				: []
		}),
		...classes.flatMap(({ above }, index) => {
			const before = classes[index - 1]
			return before && before.above >= above ? [{ path: ['classes', index, 'above'], message: `must rise above ${before.above}` }] : []
		}),
		...(classes.length > 0 && mhw === undefined ? [{ path: ['mhw'], message: 'the classes need the mean high water' }] : []),
	]
}
