import type { FollowUp, Parsed, Reception, Reject } from '../adapter.ts'
import { joined, NOTHING, rejected } from '../parsed.ts'
import { line, rawOf } from '../text.ts'
import { readXmlText } from '../xml/read.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childOf, childrenOf, markupOf, textOf } from '../xml/walk.ts'
import { alertsIn } from './envelope.ts'
import type { Carried } from './envelope.ts'

const MAX_ENTRIES = 1_000
const CAP_TYPE = /^application\/(?:cap\+xml|.*common-alerting)/i

type ParseAlert = (carried: Carried) => Parsed

/**
 * An Atom or RSS index. An entry repeats only a part of its message, so its link is followed; a fat entry holds the whole message.
 * An entry that is gone means nothing: the message is not cancelled by that.
 */
export function parseIndex(root: XmlElement, reception: Reception, parseAlert: ParseAlert): Parsed {
	const entries = entriesOf(root)
	const parts = entries.slice(0, MAX_ENTRIES).map((entry) => entryParsed(entry, reception, parseAlert))
	if (entries.length > MAX_ENTRIES) {
		const message = `${entries.length} entries; only the first ${MAX_ENTRIES} are read`
		parts.push(rejected({ reason: 'too-many-entries', message, raw: '' }))
	}
	return joined(parts)
}

export function isIndex(root: XmlElement): boolean {
	return root.name === 'feed' || root.name === 'rss' || root.name === 'RDF'
}

function entriesOf(root: XmlElement): readonly XmlElement[] {
	if (root.name === 'feed') return childrenOf(root, 'entry')
	return [...childrenOf(root, 'channel').flatMap((channel) => childrenOf(channel, 'item')), ...childrenOf(root, 'item')]
}

function entryParsed(entry: XmlElement, reception: Reception, parseAlert: ParseAlert): Parsed {
	const inside = alertsIn(entry)
	if (inside.length > 0) return joined(inside.map(parseAlert))
	const embedded = embeddedXml(entry)
	if (embedded !== undefined) {
		const read = readXmlText(embedded)
		return read.ok ? joined(alertsIn(read.value).map(parseAlert)) : rejected(read.fault)
	}
	const followUp = followUpOf(entry, reception.url)
	return 'url' in followUp ? { ...NOTHING, followUps: [followUp] } : rejected(followUp)
}

/** A message that stands escaped, as text, in the content of an entry. */
function embeddedXml(entry: XmlElement): string | undefined {
	const texts = ['content', 'encoded', 'description'].flatMap((name) => childOf(entry, name)?.text.trim() ?? [])
	return texts.find((text) => /^(?:<\?xml[^>]*>\s*)?<(?:[\w-]+:)?alert[\s>]/.test(text))
}

function followUpOf(entry: XmlElement, base: string | undefined): FollowUp | Reject {
	const address = linkOf(entry)
	const url = address === undefined ? undefined : absolute(address, base)
	if (url === undefined) {
		return {
			reason: 'no-link',
			message: 'the entry has neither the message nor an address of it',
			path: 'link',
			raw: rawOf(markupOf(entry)),
		}
	}
	const state = ['id', 'guid', 'updated', 'pubDate', 'date'].flatMap((name) => line(textOf(entry, name)) ?? [])
	return { url, document: 'alert', ...(state.length > 1 && { version: state.join(' ') }) }
}

/** Best first: a link typed as CAP, an enclosure, the alternate link, the plain link of RSS, an id that is an address. */
function linkOf(entry: XmlElement): string | undefined {
	const links = [...childrenOf(entry, 'link'), ...childrenOf(entry, 'enclosure')].map((link) => ({
		href: (link.attributes.get('href') ?? link.attributes.get('url') ?? link.text).trim(),
		rel: link.attributes.get('rel') ?? (link.name === 'enclosure' ? 'enclosure' : 'alternate'),
		type: link.attributes.get('type') ?? '',
	}))
	const usable = links.filter(({ href }) => href !== '')
	const best =
		usable.find(({ type }) => CAP_TYPE.test(type)) ??
		usable.find(({ rel, type }) => rel === 'enclosure' && /xml/i.test(type)) ??
		usable.find(({ rel, type }) => rel === 'alternate' && !/html/i.test(type)) ??
		usable.find(({ rel }) => rel !== 'self')
	return best?.href ?? [textOf(entry, 'guid'), textOf(entry, 'id')].find((text) => text !== undefined && /^https?:\/\//.test(text))
}

function absolute(address: string, base: string | undefined): string | undefined {
	const url = URL.parse(address, base)
	return url && /^https?:$/.test(url.protocol) ? url.href : undefined
}
