import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { GaugeScale, GaugeScales } from '@lagebild/model/gauge.ts'

import type { Facts } from '../state/facts.ts'

const NOTHING: GaugeScale = { stages: [], classes: [], reference: false }
const NO_SCALES: GaugeScales = {}
const NO_SCHEME: FmsScheme = {}

/** What a gauge is measured against; a gauge that is not configured has no lines. */
export function scaleOf(scales: GaugeScales, id: string | undefined): GaugeScale {
	return id !== undefined && Object.hasOwn(scales, id) ? (scales[id] ?? NOTHING) : NOTHING
}

export function scalesNow({ config }: Pick<Facts, 'config'>): GaugeScales {
	return config?.gauges ?? NO_SCALES
}

export function fmsNow({ config }: Pick<Facts, 'config'>): FmsScheme {
	return config?.fms ?? NO_SCHEME
}
