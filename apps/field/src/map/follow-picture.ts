import type { MapHost } from '@lagebild/map/host-types.ts'
import type { ItemContext } from '@lagebild/map/items/facts.ts'
import type { ItemTexts } from '@lagebild/map/items/texts.ts'
import type { SelfMark } from '@lagebild/map/self.ts'

import { allRows, measuredOf } from '../state/clients.ts'
import type { Facts } from '../state/facts.ts'
import { store } from '../state/store.ts'
import { hereOf, unitPlace } from './here.ts'
import { itemsShown, targetsOf } from './shown.ts'

/** Twice a second is as often as somebody who drives looks; the rest is battery. */
const REDRAW_MS = 500
const MINUTE_MS = 60_000

type Told = { readonly texts: ItemTexts; readonly label: string }

/** Keeps the map as the picture is, and rests while nobody can see it. Returns what ends it. */
export function followPicture(host: MapHost, { texts, label }: Told): () => void {
	let context: ItemContext | undefined
	let self = ''
	let due = true
	let resting: ReturnType<typeof setTimeout> | undefined
	const draw = (): void => {
		const facts = store.getState()
		const now = Math.floor(facts.now / MINUTE_MS) * MINUTE_MS
		if (context?.now !== now) context = { now, texts, own: new Set(facts.picture.unit ? [facts.picture.unit.id] : []) }
		const mark = selfMark(facts, label)
		host.setItems(itemsShown({ rows: allRows(), measured: measuredOf, picture: facts.picture, drawsSelf: mark !== undefined }, context))
		const from = unitPlace(facts)
		host.setTraces({ pending: [], ties: from ? targetsOf(facts.picture).map((to) => ({ from, to })) : [] })
		const drawn = JSON.stringify(mark ?? '')
		if (drawn !== self) host.setSelf(mark)
		self = drawn
	}
	const settle = (): void => {
		if (!due || resting !== undefined || document.hidden) return
		due = false
		draw()
		resting = setTimeout(() => {
			resting = undefined
			settle()
		}, REDRAW_MS)
	}
	const off = store.subscribe((facts, before) => {
		due ||= isAnother(facts, before)
		settle()
	})
	document.addEventListener('visibilitychange', settle)
	settle()
	return () => {
		off()
		clearTimeout(resting)
		document.removeEventListener('visibilitychange', settle)
	}
}

function isAnother(facts: Facts, before: Facts): boolean {
	const minute = Math.floor(facts.now / MINUTE_MS) !== Math.floor(before.now / MINUTE_MS)
	return minute || facts.picture !== before.picture || facts.gps !== before.gps || facts.here !== before.here
}

function selfMark(facts: Facts, label: string): SelfMark | undefined {
	const here = hereOf(facts)
	if (!here) return undefined
	const { lat, lng, accuracy, course } = here
	return { position: { lat, lng }, accuracy, label, ...(course !== undefined && { course: Math.round(course) }) }
}
