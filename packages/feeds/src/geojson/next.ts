import type { FollowUp, Reception } from '../adapter.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'

/** Next page of an OGC API Features answer; its links may be relative, and may say http where the feed is https. */
export function nextOf(collection: JsonObject, { url: base }: Reception): readonly FollowUp[] {
	const next = itemsOf(collection['links']).find((link) => isObject(link) && link['rel'] === 'next')
	const href = isObject(next) ? next['href'] : undefined
	const url = typeof href === 'string' ? URL.parse(href, base) : null
	if (!url || !/^https?:$/.test(url.protocol) || url.href === base) return []
	if (base?.startsWith('https:') && url.host === new URL(base).host) url.protocol = 'https:'
	return [{ url: url.href, document: 'page' }]
}
