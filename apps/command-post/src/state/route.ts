import { EntityId, OperationId } from '@lagebild/model/ids.ts'

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
export type Route = { readonly operation?: OperationId; readonly page: Page; readonly selected?: EntityId }

/** Reads `#/sturmflut/pegel?selected=ID`. Whatever is wrong in it is left out. */
export function readRoute(hash: string): Route {
	if (readDoor(hash)) return { page: 'lage' }
	const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
	const [operationText, page] = path.split('/')
	const known = PAGES.find((one) => one === page)
	const operation = known === undefined && isDoorWord(operationText) ? undefined : OperationId.safeParse(operationText).data
	const selected = EntityId.safeParse(new URLSearchParams(query).get('selected')).data
	return {
		page: known ?? 'lage',
		...(operation === undefined ? {} : { operation }),
		...(selected === undefined ? {} : { selected }),
	}
}

export function writeRoute({ operation, page, selected }: Route): string {
	const query = selected === undefined ? '' : `?${new URLSearchParams({ selected }).toString()}`
	return operation === undefined ? '#/' : `#/${operation}/${page}${query}`
}
