import { fail } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { ais } from './ais/adapter.ts'
import { bindAdapter } from './bind.ts'
import type { BadOption, BoundAdapter } from './bind.ts'
import { bsh } from './bsh/adapter.ts'
import { cap } from './cap/adapter.ts'
import { cot } from './cot/adapter.ts'
import { dwd } from './dwd/adapter.ts'
import { geojson } from './geojson/adapter.ts'
import { mapping } from './mapping/adapter.ts'
import { openMapping } from './mapping/open.ts'
import { nina } from './nina/adapter.ts'
import { pegelonline } from './pegelonline/adapter.ts'
import { openSensorThings, sensorthings } from './sensorthings/adapter.ts'
import { ttn } from './ttn/adapter.ts'

type Open = (options: unknown) => Result<BoundAdapter, readonly BadOption[]>

/** Every format, one line each. */
const FORMATS: ReadonlyMap<string, Open> = new Map<string, Open>([
	[ais.name, (options) => bindAdapter(ais, options)],
	[bsh.name, (options) => bindAdapter(bsh, options)],
	[cap.name, (options) => bindAdapter(cap, options)],
	[cot.name, (options) => bindAdapter(cot, options)],
	[dwd.name, (options) => bindAdapter(dwd, options)],
	[geojson.name, (options) => bindAdapter(geojson, options)],
	[mapping.name, openMapping],
	[nina.name, (options) => bindAdapter(nina, options)],
	[pegelonline.name, (options) => bindAdapter(pegelonline, options)],
	[sensorthings.name, openSensorThings],
	[ttn.name, (options) => bindAdapter(ttn, options)],
])

export const FORMAT_NAMES: readonly string[] = [...FORMATS.keys()]

/** A format by its name, with the options of one feed; the fault names the format or the options that are wrong. */
export function openFormat(format: string, options: unknown): Result<BoundAdapter, readonly BadOption[]> {
	const open = FORMATS.get(format)
	return open ? open(options) : fail([{ key: 'format', message: `"${format.slice(0, 40)}" is not one of ${FORMAT_NAMES.join(', ')}` }])
}
