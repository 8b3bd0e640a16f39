import type { EntityId } from '@lagebild/model/ids.ts'

import type { FollowUp, Parsed, Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { joined, NOTHING } from '../parsed.ts'
import { line, rawOf } from '../text.ts'
import { detailsOf } from './addresses.ts'
import { isId, keyOf } from './ids.ts'

const MAX_ITEMS = 2_000

export type Item = JsonObject & { readonly id: string }

type ParseItem = (item: Item) => Parsed

/**
 * A list of what is in force (`mapData`, `dashboard`): it says too little for a warning, so the details of each are fetched. Read by itself,
 * by somebody who has no more than the list, each item is the warning that it tells of.
 */
export function parseList(items: readonly unknown[], reception: Reception, itemAlone: ParseItem): Parsed {
	const listed = items.slice(0, MAX_ITEMS)
	const found = new Map(
		listed
			.filter(isItem)
			.toReversed()
			.map((item) => [keyOf(item.id), item]),
	)
	const rejects = [...listed.flatMap((item) => badItem(item)), ...tooMany(items)]
	const there = [...found.values()].toReversed().filter(isInForce)
	const alone = reception.document === undefined ? joined(there.map(itemAlone)) : NOTHING
	return {
		...alone,
		rejects: [...rejects, ...alone.rejects],
		followUps: there.flatMap((item) => detailsFollow(item, reception)),
		listing: {
			listTime: reception.received,
			complete: rejects.length === 0,
			ids: there.map(({ id }): EntityId => feedEntity('warning', reception.feed, keyOf(id))),
		},
	}
}

function isItem(item: unknown): item is Item {
	return isObject(item) && isId(item['id'])
}

function badItem(item: unknown): readonly Reject[] {
	if (isItem(item)) return []
	return [{ reason: 'missing-identifier', message: 'the item of the list has no usable id', path: 'id', raw: rawOf(item) }]
}

function tooMany({ length }: readonly unknown[]): readonly Reject[] {
	return length <= MAX_ITEMS
		? []
		: [{ reason: 'too-many-entries', message: `${length} items; only the first ${MAX_ITEMS} are read`, raw: '' }]
}

/** A dashboard keeps what is no longer valid for a while. */
function isInForce({ payload }: Item): boolean {
	const details = isObject(payload) ? payload['data'] : undefined
	return !isObject(details) || details['valid'] !== false
}

/** What changes when the warning does although its id stays: version and hash. */
function detailsFollow(item: Item, reception: Reception): readonly FollowUp[] {
	const url = detailsOf(item.id, reception.url)
	if (url === undefined) return []
	const payload = isObject(item['payload']) ? item['payload'] : item
	const state = [payload['version'], payload['hash'], item['startDate'], item['sent']].flatMap((part) =>
		typeof part === 'number' ? String(part) : (line(part, 100) ?? []),
	)
	return [{ url, document: 'warning', ...(state.length > 0 && { version: state.join(' ') }) }]
}
