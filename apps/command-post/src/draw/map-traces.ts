import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { PendingTrace, TieTrace } from '@lagebild/map/edit/traces.ts'
import type { MapHost } from '@lagebild/map/host-types.ts'
import { pointOf } from '@lagebild/map/items/facts.ts'
import { Geometry } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { isObject } from '../api/outline.ts'
import { memoLast } from '../select/memo.ts'
import { titleOf } from '../select/names.ts'
import { ordersNow } from '../select/now.ts'
import { isOpenOrder } from '../select/orders.ts'
import type { OrderView } from '../select/orders.ts'
import type { Content, Facts, Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

type Things = ReadonlyMap<EntityId, Thing>

const ON_ITS_WAY: ReadonlySet<Shown['state']> = new Set(['waiting', 'sent', 'held', 'accepted'])

/** Where what was said here is going to be, while the picture has it not. */
const pendingTraces = memoLast((said: readonly Shown[], named: (name: string) => string, { things }: Content): readonly PendingTrace[] =>
	said
		.filter(({ state }) => ON_ITS_WAY.has(state))
		.flatMap((item) => {
			const read = Geometry.safeParse(item.event['geometry'])
			return read.success ? [{ geometry: read.data, label: named(nameOf(item, things)) }] : []
		}),
)

const NAMES = ['title', 'name', 'callsign', 'road'] as const

function nameOf({ event }: Shown, things: Things): string {
	const payload = isObject(event['payload']) ? event['payload'] : {}
	const own = NAMES.map((field) => payload[field]).find((value) => typeof value === 'string' && value !== '')
	const id = EntityId.safeParse(event.entity)
	const known = id.success ? things.get(id.data) : undefined
	return typeof own === 'string' ? own : known ? titleOf(known.row) : ''
}

/** From the chosen unit to where its open orders lead it, or from the units of the chosen order to its target. */
const tiesOf = memoLast((views: readonly OrderView[], selected: EntityId | undefined, { things }: Content): readonly TieTrace[] =>
	views
		.filter((view) => isOpenOrder(view) && selected !== undefined && (view.row.id === selected || view.recipients.includes(selected)))
		.flatMap((view) => {
			const to = targetOf(view, things)
			const units = view.row.id === selected ? view.recipients : view.recipients.filter((id) => id === selected)
			const places = units.flatMap((id) => placeOf(things.get(id)) ?? [])
			return to ? places.map((from) => ({ from, to })) : []
		}),
)

/** Its own place, else that of the first thing it is about. */
function targetOf({ row }: OrderView, things: Things): Position | undefined {
	const about = (row.links ?? []).filter(({ rel, inbound }) => rel === 'about' && !inbound)
	return pointOf(row, undefined) ?? about.flatMap(({ to }) => placeOf(things.get(to)) ?? [])[0]
}

function placeOf(thing: Thing | undefined): Position | undefined {
	return thing && pointOf(thing.row, thing.measured)
}

const NO_TIES: readonly TieTrace[] = []

/** Nothing chosen has no ties, and the orders are not asked for them. */
function tiesNow(facts: Facts): readonly TieTrace[] {
	const { selected } = facts.route
	return selected === undefined ? NO_TIES : tiesOf(ordersNow(facts).views, selected, facts.content)
}

type Props = { readonly host: MapHost }

/** Shows both on the map; while they stay the same nothing is drawn anew. */
export function MapTraces({ host }: Props): null {
	const t = useTranslations('acting')
	const said = usePicture((facts) => facts.said)
	const content = usePicture((facts) => facts.content)
	const ties = usePicture(tiesNow)
	useEffect(() => {
		host.setTraces({ pending: pendingTraces(said, (name) => t('pending', { name }), content), ties })
	}, [host, said, content, ties, t])
	useEffect(() => () => host.setTraces({ pending: [], ties: [] }), [host])
	return null
}
