import type { Box } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { coverOf, MOST_TILES } from '@lagebild/picture/view-tiles.ts'

import { objectOf } from '../api/outline.ts'

/**
 * Foreign tracks come by the thousand and are looked at on the map alone: of them, those in view are followed. Everything else stands in lists and
 * sums as well, and one's own units are looked for by name, so that is followed wherever it is.
 */
const ONLY_IN_VIEW: ReadonlySet<EntityKind> = new Set(['track'])

/** Over loopback bytes cost less than packing and choosing them. */
export function isThisMachine(host: string): boolean {
	return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

type Looking = { readonly box: Box | undefined; readonly selected: EntityId | undefined }

/** What a command post beyond loopback asks for. What is selected is followed also where it leaves the view. */
export function wantFor({ box, selected }: Looking): Want {
	if (!box) return { cover: 'all' }
	const kind = selected?.split(':')[0]
	return { cover: [...coverOf(box)], everywhere: KINDS.filter((one) => !ONLY_IN_VIEW.has(one) || one === kind) }
}

const KEPT_AS = 'lagebild.want'

/** What was asked for last on this device: what it has stored is of that scope, and is gone on from where it ended. */
export function rememberedWant(): Want {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '')
		if (isWant(kept)) return kept
	} catch {
		// What cannot be read is as if nothing had been kept.
	}
	return { cover: 'all' }
}

/** What this page wrote itself, or a version of it. */
function isWant(kept: unknown): kept is Want {
	const { cover, everywhere = [] } = objectOf(kept)
	const covers = cover === 'all' || (Array.isArray(cover) && cover.length <= MOST_TILES && cover.every(isTile))
	return covers && Array.isArray(everywhere) && everywhere.every((kind) => KINDS.some((one) => one === kind))
}

function isTile(tile: unknown): boolean {
	return typeof tile === 'string' && /^\d{1,2}\/\d{1,6}\/\d{1,6}$/.test(tile)
}

export function rememberWant(want: Want): void {
	try {
		localStorage.setItem(KEPT_AS, JSON.stringify(want))
	} catch {
		// A browser that keeps nothing loads afresh.
	}
}
