import { textsDe } from '@lagebild/map/items/texts-de.ts'
import { textsEn } from '@lagebild/map/items/texts-en.ts'
import type { ItemTexts } from '@lagebild/map/items/texts.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'
import { figuresOf } from '@lagebild/picture/figures.ts'
import type { Figures } from '@lagebild/picture/figures.ts'
import { isOver, standingOf } from '@lagebild/picture/standing.ts'

import type { PaperContent, PaperLanguage, PaperThing } from './order.ts'
import { wordsOf } from './words.ts'
import type { Words } from './words.ts'

export type ThingOf<K extends EntityKind> = { readonly row: RowOf<K>; readonly measured?: MeasuredRow | undefined }

/** What every part of a paper is written from. */
export type Scene = {
	readonly content: PaperContent
	readonly words: Words
	readonly texts: ItemTexts
	readonly figures: Figures
	readonly byId: ReadonlyMap<EntityId, PaperThing>
	/** `21.11. 21:04`; of the day of the paper the clock alone. */
	readonly time: (at: number | string | null | undefined) => string
	/** `2,21` */
	readonly figure: (value: number | null | undefined, digits?: number) => string
}

export function sceneOf(content: PaperContent, language: PaperLanguage): Scene {
	const { timeZone } = content.operation
	const locale = language === 'de' ? 'de-DE' : 'en-GB'
	return {
		content,
		words: wordsOf(language),
		texts: language === 'de' ? textsDe(timeZone) : textsEn(timeZone),
		figures: figuresOf(content.things, content.at),
		byId: new Map(content.things.map((thing) => [thing.row.id, thing])),
		time: timeWriter(locale, timeZone, content.at),
		figure: (value, digits = 0) =>
			typeof value === 'number'
				? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
				: '–',
	}
}

function timeWriter(locale: string, timeZone: string, now: number): Scene['time'] {
	const day = new Intl.DateTimeFormat(locale, { timeZone, day: '2-digit', month: '2-digit' })
	const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
	const today = day.format(now)
	return (said) => {
		const at = typeof said === 'string' ? readIso(said) : said
		if (at === undefined || at === null) return ''
		return day.format(at) === today ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`
	}
}

/** What stands, of one kind: neither over nor taken back. */
export function standing<K extends EntityKind>({ content: { things, at } }: Scene, kind: K): readonly ThingOf<K>[] {
	return things.filter(
		(thing): thing is ThingOf<K> & PaperThing => thing.row.kind === kind && !isOver(standingOf({ ...thing, now: at }).state),
	)
}
