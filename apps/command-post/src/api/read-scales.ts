import { FmsMeanings } from '@lagebild/model/fms.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import { GaugeScale } from '@lagebild/model/gauge.ts'
import type { GaugeScales } from '@lagebild/model/gauge.ts'

const LooseScale = GaugeScale.strip()
const LooseMeanings = FmsMeanings.strip()

/** Leaves out what a newer hub may have made of a scale that this page cannot read. */
export function readGauges(said: Readonly<Record<string, unknown>>): GaugeScales {
	return Object.fromEntries(
		Object.entries(said).flatMap(([id, item]) => {
			const read = LooseScale.safeParse(item)
			return read.success ? [[id, read.data] as const] : []
		}),
	)
}

export function readFms(said: Readonly<Record<string, unknown>>): FmsScheme {
	return Object.fromEntries(
		Object.entries(said).flatMap(([whose, item]) => {
			const read = LooseMeanings.safeParse(item)
			return read.success ? [[whose, read.data] as const] : []
		}),
	)
}
