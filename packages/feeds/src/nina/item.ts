import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import type { XmlElement } from '../xml/tree.ts'
import { alertElement } from './element.ts'
import type { Item } from './list.ts'

/** What a list's item tells of a warning, as a message of CAP. Lists do not say the status: they hold what is in force. */
export function itemElement(item: Item): XmlElement {
	const payload = isObject(item['payload']) ? item['payload'] : {}
	const details = isObject(payload['data']) ? payload['data'] : {}
	const facts = factsOf(item, details)
	return alertElement({
		identifier: item.id,
		sent: item['sent'] ?? item['startDate'],
		status: 'Actual',
		msgType: item['type'] ?? payload['type'] ?? details['msgType'],
		scope: 'Public',
		info: titlesOf(item, details).map(([language, title]) => ({ language, event: title, headline: title, ...facts })),
	})
}

function titlesOf({ id, i18nTitle }: Item, { headline }: JsonObject): readonly (readonly [language: string, title: unknown])[] {
	const titles = isObject(i18nTitle) ? Object.entries(i18nTitle) : []
	return titles.length > 0 ? titles.slice(0, 20) : [['de', headline ?? id]]
}

function factsOf(item: Item, details: JsonObject): JsonObject {
	return {
		severity: item['severity'] ?? details['severity'],
		urgency: item['urgency'] ?? details['urgency'],
		certainty: 'Unknown',
		effective: item['effective'],
		onset: item['onset'],
		expires: item['expiresDate'] ?? item['expires'],
		senderName: details['provider'],
	}
}
