import type { MapItem } from '@lagebild/map/item.ts'
import { itemsOfRow } from '@lagebild/map/items/items.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { allRows, measuredOf } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'
import { unitPlace } from './here.ts'
import { useTexts } from './texts.ts'

export type Thing = {
	readonly row: Row
	readonly item: MapItem
	readonly name: string
	readonly state: string
	readonly measured?: MeasuredRow | undefined
}

const MINUTE_MS = 60_000

/** A thing of the map in words; undefined when it is there no longer. */
export function useThing(id: EntityId | undefined): Thing | undefined {
	const texts = useTexts()
	const minute = useFacts(({ now }) => Math.floor(now / MINUTE_MS))
	/** What is held changes in place: the picture says when. */
	const row = useFacts(({ picture }) => picture) && allRows().find((one) => one.id === id)
	if (!row) return undefined
	const measured = measuredOf(row.id)
	const [item] = itemsOfRow(row, measured, { now: minute * MINUTE_MS, texts, over: true })
	return item && thingOf(row, item, measured)
}

/** The title is the name first, then how it stands. */
export function thingOf(row: Row, item: MapItem, measured?: MeasuredRow): Thing {
	const [first = '', ...rest] = item.title.split(', ')
	return { row, item, measured, name: first, state: rest.join(', ') }
}

const SAYS: Partial<Record<Row['kind'], readonly string[]>> = {
	unit: ['fms'],
	facility: ['gate', 'condition', 'state'],
	incident: ['state', 'severity'],
	closure: ['state'],
}

/** When the state that the map shows was said. */
export function statedAt({ kind, at, fieldAt }: Row): number {
	const field = SAYS[kind]?.find((one) => fieldAt?.[one] !== undefined)
	return (field === undefined ? undefined : fieldAt?.[field]) ?? at
}

/** How far a place is from the unit, in a straight line. */
export function useAway(): (to: Position) => string | undefined {
	const t = useTranslations('report.distance')
	const { figure } = useFormats()
	const gps = useFacts((facts) => facts.gps)
	const here = useFacts((facts) => facts.here)
	const picture = useFacts((facts) => facts.picture)
	const now = useFacts((facts) => facts.now)
	const from = unitPlace({ gps, here, picture, now })
	return (to) => {
		const metres = from && distanceMetres(from, to)
		if (metres === undefined) return undefined
		return metres < 1_000 ? t('near', { metres: figure(metres) }) : t('far', { km: figure(metres / 1_000, 1) })
	}
}
