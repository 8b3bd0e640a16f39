import { isEntityIdOfAnyKind, isOperationId } from '@lagebild/model/ids.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import { isDoorWord, readDoor } from './door.ts'

/** Where in the command post a person is; kept in the address so that a reload and a link lead there again. */
const PAGES = [
	'lage',
	'kraefte',
	'pegel',
	'auftraege',
	'meldungen',
	'tagebuch',
	'lagen',
	'stammdaten',
	'zugang',
	'konto',
	'quellen',
	'zurueckgewiesen',
	'zuordnung',
] as const
export type Page = (typeof PAGES)[number]
export type Route = {
	readonly operation?: OperationId
	readonly page: Page
	readonly selected?: EntityId
	/** An earlier time that is looked at. */ readonly at?: number
}

/** Reads `#/sturmflut/pegel?selected=ID`. Whatever is wrong in it is left out. */
export function readRoute(hash: string): Route {
	if (readDoor(hash)) return { page: 'lage' }
	const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
	const [operationText, page] = path.split('/')
	const known = PAGES.find((one) => one === page)
	return {
		page: known ?? 'lage',
		...operationIn(operationText, known),
		...readWords(new URLSearchParams(query)),
	}
}

/** A word of the doors before a page that there is names an operation all the same. */
function operationIn(text: string | undefined, page: Page | undefined): Pick<Route, 'operation'> {
	return isOperationId(text) && (page !== undefined || !isDoorWord(text)) ? { operation: text } : {}
}

function readWords(words: URLSearchParams): Pick<Route, 'selected' | 'at'> {
	const selected = words.get('selected')
	const at = readIso(words.get('t') ?? '')
	return { ...(isEntityIdOfAnyKind(selected) && { selected }), ...(at !== undefined && { at }) }
}

export function writeRoute({ operation, page, selected, at }: Route): string {
	const words = new URLSearchParams({ ...(selected !== undefined && { selected }), ...(at !== undefined && { t: iso(at) }) }).toString()
	return operation === undefined ? '#/' : `#/${operation}/${page}${words === '' ? '' : `?${words}`}`
}
