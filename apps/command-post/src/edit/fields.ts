import { ORGANISATIONS } from '../select/organisations.ts'
import type { EditKind } from './kinds.ts'

/** Word lists of the catalogues that the choices are named by. */
export type ChoiceList =
	| 'category'
	| 'priority'
	| 'incidentState'
	| 'facilityType'
	| 'facilityState'
	| 'closureState'
	| 'closureType'
	| 'areaRole'
	| 'sectionType'
	| 'condition'
	| 'power'
	| 'evacuation'
	| 'severity'
	| 'organisation'
	| 'yesNo'

export type FieldSpec = {
	readonly field: string
	readonly type: 'line' | 'prose' | 'number' | 'people' | 'choice' | 'strength' | 'clock' | 'yesNo'
	readonly list?: ChoiceList
	readonly options?: readonly string[]
	readonly required?: true
	/** Stands under "more": what few need at once. */
	readonly more?: true
	/** Asked for only while role or type is this, or something was said of it. */
	readonly of?: string
	/** What a new thing begins with. */
	readonly begin?: string
	readonly max?: number
}

const SEVERITIES = ['Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown'] as const
const severity = { field: 'severity', type: 'choice', list: 'severity', options: SEVERITIES } as const
const LINE = 300
const SHORT = 60

function line(field: string, more: Partial<FieldSpec> = {}): FieldSpec {
	return { field, type: 'line', max: LINE, ...more }
}

function short(field: string, more: Partial<FieldSpec> = {}): FieldSpec {
	return line(field, { max: SHORT, ...more })
}

function prose(field: string): FieldSpec {
	return { field, type: 'prose', max: 20_000, more: true }
}

function choice(field: string, list: ChoiceList, more: Partial<FieldSpec> & Required<Pick<FieldSpec, 'options'>>): FieldSpec {
	return { field, type: 'choice', list, ...more }
}

const INCIDENT: readonly FieldSpec[] = [
	line('title', { required: true }),
	choice('category', 'category', {
		required: true,
		begin: 'flooding',
		options: [
			'flooding',
			'dike-damage',
			'person-in-danger',
			'ship-accident',
			'power-outage',
			'hazardous-material',
			'fire',
			'storm-damage',
			'road-blocked',
			'medical',
			'other',
		],
	}),
	severity,
	choice('priority', 'priority', { options: ['einfach', 'sofort', 'blitz'] }),
	choice('state', 'incidentState', { begin: 'reported', options: ['reported', 'confirmed', 'assigned', 'working', 'closed'] }),
	line('address'),
	short('number', { more: true }),
	line('cause', { more: true }),
	line('reporter', { more: true }),
	short('phone', { more: true }),
	prose('description'),
]

const AREA: readonly FieldSpec[] = [
	line('name', { required: true }),
	choice('role', 'areaRole', {
		required: true,
		begin: 'danger',
		options: ['danger', 'flooded', 'evacuation', 'exclusion', 'section', 'polder', 'dike-line', 'sketch'],
	}),
	severity,
	choice('evacuation', 'evacuation', { of: 'evacuation', options: ['planned', 'ordered', 'running', 'complete', 'lifted'] }),
	{ field: 'deadline', type: 'clock', of: 'evacuation' },
	{ field: 'population', type: 'people' },
	{ field: 'evacuated', type: 'people', of: 'evacuation', more: true },
	{ field: 'refused', type: 'people', of: 'evacuation', more: true },
	{ field: 'transportNeeded', type: 'people', of: 'evacuation', more: true },
	short('code', { more: true }),
	prose('description'),
]

const CLOSURE: readonly FieldSpec[] = [
	line('road', { required: true }),
	choice('state', 'closureState', { required: true, begin: 'closed', options: ['closed', 'restricted', 'passable'] }),
	choice('type', 'closureType', { options: ['road', 'path', 'bridge', 'tunnel', 'rail', 'waterway'] }),
	line('reason'),
	line('detour'),
	line('direction', { more: true }),
	{ field: 'depthMetres', type: 'number', more: true },
	{ field: 'clearanceMetres', type: 'number', more: true },
	{ field: 'weightTonnes', type: 'number', more: true },
	prose('description'),
]

const FACILITY: readonly FieldSpec[] = [
	line('name', { required: true }),
	choice('type', 'facilityType', {
		required: true,
		begin: 'shelter',
		options: [
			'shelter',
			'care-site',
			'collection-point',
			'assembly-point',
			'staging-area',
			'command-post',
			'hospital',
			'school',
			'pump',
			'dike-section',
			'polder',
			'gate',
			'other',
		],
	}),
	choice('state', 'facilityState', { options: ['ready', 'open', 'running', 'full', 'closed', 'disturbed', 'unknown'] }),
	{ field: 'capacity', type: 'people' },
	{ field: 'occupied', type: 'people' },
	line('address'),
	short('phone'),
	short('number', { more: true }),
	choice('condition', 'condition', { of: 'dike-section', options: ['sound', 'watch', 'seepage', 'damaged', 'breached', 'unknown'] }),
	choice('power', 'power', { more: true, options: ['mains', 'emergency', 'none', 'unknown'] }),
	{ field: 'accessible', type: 'yesNo', list: 'yesNo', options: ['yes', 'no'], more: true },
	line('operator', { more: true }),
	line('contact', { more: true }),
	prose('remark'),
]

const UNIT: readonly FieldSpec[] = [
	line('callsign', { required: true }),
	line('short'),
	choice('organisation', 'organisation', { required: true, begin: 'feuerwehr', options: ORGANISATIONS }),
	line('organisationName', { more: true }),
	line('type'),
	{ field: 'strength', type: 'strength', max: 40 },
	line('leader'),
	short('phone'),
	line('channel', { more: true }),
	line('station', { more: true }),
	prose('remark'),
]

const SECTION: readonly FieldSpec[] = [
	line('name', { required: true }),
	line('number'),
	choice('type', 'sectionType', { begin: 'section', options: ['section', 'sub-section', 'staging-area', 'staff'] }),
	line('leader'),
	short('phone'),
	line('channel'),
	line('task'),
	prose('remark'),
]

export const EDIT_FIELDS: Readonly<Record<EditKind, readonly FieldSpec[]>> = {
	incident: INCIDENT,
	area: AREA,
	closure: CLOSURE,
	facility: FACILITY,
	unit: UNIT,
	section: SECTION,
}

/** What the form asks for, as far as it has been filled in. */
export function askedFields(kind: EditKind, fields: Readonly<Record<string, string>>): readonly FieldSpec[] {
	const sort = fields[kind === 'area' ? 'role' : 'type']
	return EDIT_FIELDS[kind].filter(({ field, of }) => of === undefined || of === sort || (fields[field] ?? '') !== '')
}
