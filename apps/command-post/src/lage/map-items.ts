import type { MapHost } from '@lagebild/map/host-types.ts'
import type { MapItem } from '@lagebild/map/item.ts'
import { itemsOfRow } from '@lagebild/map/items/items.ts'
import { textsDe } from '@lagebild/map/items/texts-de.ts'
import { textsEn } from '@lagebild/map/items/texts-en.ts'
import type { ItemTexts } from '@lagebild/map/items/texts.ts'
import { FMS, fmsMeaning } from '@lagebild/model/fms.ts'
import type { FmsScheme, FmsUnit, FmsWords } from '@lagebild/model/fms.ts'
import type { Language } from '@lagebild/ui/formats.ts'
import { useEffect } from 'react'

import { memoLast } from '../select/memo.ts'
import { visibleNow } from '../select/now.ts'
import { fmsNow } from '../select/scales.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { timeZoneNow } from '../state/time-zone.ts'

const MINUTE_MS = 60_000

const textsOf = memoLast((language: Language, timeZone: string, scheme: FmsScheme): ItemTexts => {
	const texts = language === 'de' ? textsDe(timeZone) : textsEn(timeZone)
	return { ...texts, fms: (status, unit) => ownWords(status, unit, scheme)?.[language] ?? texts.fms(status) }
})

function ownWords(status: number, unit: FmsUnit | undefined, scheme: FmsScheme): FmsWords | undefined {
	const fms = FMS.find((one) => one === status)
	return fms && unit && fmsMeaning(fms, unit, scheme).words
}

type Known = { readonly minute: number; readonly texts: ItemTexts; readonly items: readonly MapItem[] }
const known = new WeakMap<Thing, Known>()

/** What did not change keeps its identity, so that the map has nothing to do about it. */
function itemsOfThing(thing: Thing, minute: number, texts: ItemTexts): readonly MapItem[] {
	const last = known.get(thing)
	if (last?.minute === minute && last.texts === texts) return last.items
	/** What is no longer in sight has been left out before: the filter decides it for list and map alike. */
	const items = itemsOfRow(thing.row, thing.measured, {
		now: minute * MINUTE_MS,
		texts,
		over: true,
		...(thing.policy && { policy: thing.policy }),
	})
	known.set(thing, { minute, texts, items })
	return items
}

/** Tells the map what is visible: what was said as the panels learn it, at most four times a second. */
export function useMapItems(host: MapHost | undefined): void {
	const things = usePicture(visibleNow)
	const minute = useNow(MINUTE_MS) / MINUTE_MS
	const language = usePicture(({ preferences }) => preferences.language)
	const timeZone = usePicture(timeZoneNow)
	const scheme = usePicture(fmsNow)
	useEffect(() => {
		const texts = textsOf(language, timeZone, scheme)
		host?.setItems(things.flatMap((thing) => itemsOfThing(thing, minute, texts)))
	}, [host, things, minute, language, timeZone, scheme])
}
