import { MINUTE, scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { FLEET, SECTIONS } from '../scenario/fleet.ts'
import { CYCLE } from '../scenario/water.ts'
import { CONTROL_ROOM } from './control-room.ts'
import type { Statement } from './statement.ts'
import { unitEntity } from './units.ts'

/** Feed that says which Einsatzabschnitte there are. */
const SECTION_FEED = 'abschnitte'

type Span = { readonly from: number; readonly to: number }
/** Without a time: as it was at the first start. `at` in minutes of the scenario. */
type Said = Omit<Statement, 'at'> & { readonly at: number }

const section = (native: string): string => `section:${CONTROL_ROOM}:${native}`

/** Untereinsatzabschnitte and the staging area, which the staff forms itself. */
const FORMED: readonly Said[] = [
	formed('uea-3-1', { name: 'Veddel', number: 'UEA 3.1', type: 'sub-section', leader: 'BI Reimers' }, 'wilhelmsburg'),
	formed('uea-3-2', { name: 'Deich Ost', number: 'UEA 3.2', type: 'sub-section', leader: 'ZF Ohlsen' }, 'wilhelmsburg'),
	formed('br-moorfleet', { name: 'Moorfleet', number: 'BR', type: 'staging-area', leader: 'ZF Behnke' }),
]

function formed(native: string, payload: Readonly<Record<string, string>>, above?: keyof typeof SECTIONS): Said {
	const links = above === undefined ? [] : [{ rel: 'part-of', to: `section:${SECTION_FEED}:${above}` }]
	return { at: -60, entity: section(native), op: 'upsert', payload, ...(links.length > 0 && { links }) }
}

/** Whom the staff assigns where, and when. Everybody else stays where the unit itself says. */
const ASSIGNED: readonly (readonly [minutes: number, where: string, units: (unit: (typeof FLEET)[number]) => boolean])[] = [
	[-50, 'uea-3-1', ({ home }) => home === 'veddel'],
	[-45, 'uea-3-2', ({ section: own, type }) => own === SECTIONS.wilhelmsburg && (type === 'FGr Deich' || type === 'LF-WF Deich')],
	[-40, 'br-moorfleet', ({ type, section: own }) => type === 'B' && own !== SECTIONS.wilhelmsburg],
	[35, 'uea-3-2', ({ callsign }) => callsign.startsWith('Heros Hamburg-Bergedorf 22')],
]

const assignments: readonly Said[] = ASSIGNED.flatMap(([at, where, chosen]) =>
	FLEET.filter(chosen).map(({ native }): Said => ({
		at,
		entity: unitEntity(native),
		op: 'patch',
		links: [{ rel: 'assigned-to', to: section(where) }],
	})),
)

type Figure = { readonly what: string; readonly scope: string; readonly exact?: boolean; readonly about?: string }

/** One figure of one scope as it is reported again and again: [minutes, value]. */
function counted(
	native: string,
	{ about, ...figure }: Figure,
	values: readonly (readonly [minutes: number, value: number])[],
): readonly Said[] {
	const entity = `counter:${CONTROL_ROOM}:${native}`
	const links = about === undefined ? undefined : [{ rel: 'about', to: about }]
	return values.map(([at, value], index) =>
		index === 0
			? { at, entity, op: 'upsert', payload: { ...figure, value }, ...(links && { links }) }
			: { at, entity, op: 'patch', payload: { value } },
	)
}

/** Reports of sections and one of their sub-sections, of areas, and one of the whole: some of them must never be added. */
const FIGURES: readonly Said[] = [
	counted('vermisst-ea3', { what: 'missing', scope: SECTIONS.wilhelmsburg, exact: true }, [
		[-30, 4],
		[25, 3],
		[70, 1],
	]),
	counted('vermisst-uea31', { what: 'missing', scope: 'UEA 3.1 Veddel', exact: true, about: section('uea-3-1') }, [
		[-28, 3],
		[40, 2],
	]),
	counted('vermisst-ea2', { what: 'missing', scope: SECTIONS.hafen, exact: false }, [
		[-12, 2],
		[55, 0],
	]),
	counted('vermisst-polizei', { what: 'missing', scope: SECTIONS.wilhelmsburg, exact: false }, [[-55, 6]]),
	counted('verletzt-sk2-ea3', { what: 'injured-2', scope: SECTIONS.wilhelmsburg, exact: true }, [
		[-20, 2],
		[30, 5],
	]),
	counted('verletzt-sk3-ea3', { what: 'injured-3', scope: SECTIONS.wilhelmsburg, exact: true }, [[-20, 7]]),
	counted('verletzt-sk3-ea2', { what: 'injured-3', scope: SECTIONS.hafen }, [[-5, 3]]),
	counted('gerettet-ea6', { what: 'rescued', scope: SECTIONS.wasser, exact: true }, [
		[-15, 6],
		[20, 9],
		[90, 14],
	]),
	counted('untergebracht', { what: 'sheltered', scope: 'Notunterkünfte gesamt', exact: false }, [
		[-10, 320],
		[45, 1_140],
	]),
].flat()

/** Reported twice by mistake, and an alarm that was none: one ends, one is cancelled. */
const MISTAKES: readonly Said[] = [
	{
		at: -26,
		entity: `incident:${CONTROL_ROOM}:brandmeldung-speicher`,
		op: 'upsert',
		payload: { title: 'Brandmeldeanlage Speicherstadt', category: 'fire', priority: 'sofort', severity: 'Moderate', state: 'reported' },
		geometry: { lat: 53.5438, lng: 9.9982 },
	},
	{ at: -4, entity: `incident:${CONTROL_ROOM}:brandmeldung-speicher`, op: 'cancel' },
	{
		at: -34,
		entity: `closure:${CONTROL_ROOM}:freihafenelbbruecke`,
		op: 'upsert',
		payload: { road: 'Freihafenelbbrücke', state: 'closed', reason: 'Unfall' },
		geometry: { lat: 53.5331, lng: 10.0178 },
	},
	{ at: -2, entity: `closure:${CONTROL_ROOM}:freihafenelbbruecke`, op: 'end' },
]

const SCRIPT: readonly Said[] = [...FORMED, ...assignments, ...FIGURES, ...MISTAKES].toSorted((a, b) => a.at - b.at)

/** What the staff says after `from` and up to `to` (wall time), in order; in each surge anew. */
export function staffStatements(clock: Clock, { from, to }: Span): readonly Statement[] {
	const surges = Math.max(0, Math.floor((scenarioAt(clock, to) + 60 * MINUTE) / CYCLE)) + 1
	const first = Math.max(0, Math.floor((scenarioAt(clock, Math.max(from, startOf(clock))) - 120 * MINUTE) / CYCLE))
	return Array.from({ length: Math.max(0, surges - first) }, (_, index) => first + index)
		.flatMap((surge) => SCRIPT.map((said) => ({ ...said, at: wallAt(clock, said.at * MINUTE + surge * CYCLE) })))
		.filter(({ at }) => at > from && at <= to)
}
