import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import { Grant } from '@lagebild/model/label.ts'

/** The hub itself speaks: no credential has this source. */
export const HUB_GRANT = Grant.parse({
	credential: 'system',
	source: SourceName.parse(HUB_SOURCE),
	rank: 'authority',
	role: 'admin',
	name: 'Lagebild',
	operations: 'all',
	clearance: 'restricted',
})
