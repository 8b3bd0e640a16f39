import type { Op } from '../event.ts'
import { KINDS } from '../kinds/names.ts'
import type { EntityKind } from '../kinds/names.ts'
import type { Level, Role } from '../label.ts'
import type { Assignment, StaffFunction } from './functions.ts'

/**
 * What a role, or a function within an operation, permits beside saying something about a kind. `orders`: issues and withdraws orders and
 * says what is in them; `feeds`: speaks for any feed and handles what it rejected; `rejects`: reads what feeds rejected; `webhooks`: has what it sees posted elsewhere.
 */
export const DUTIES = [
	'operations.open',
	'operations.change',
	'operations.archive',
	'functions',
	'classify',
	'stage.declare',
	'orders',
	'diary',
	'master-data',
	'accounts',
	'keys',
	'devices',
	'labels',
	'audit',
	'erase',
	'rejects',
	'feeds',
	'webhooks',
] as const
export type Duty = (typeof DUTIES)[number]

export type RoleRules = {
	/** Words of the trade. */
	readonly german: string
	readonly text: string
	/** What it may say about each kind. Measuring a thing (a position, a value) needs `patch`. */
	readonly submits: Readonly<Record<EntityKind, readonly Op[]>>
	/** Clearance that a credential of this role gets, and the most that it can be given. */
	readonly level: { readonly usual: Level; readonly most: Level }
	readonly duties: readonly Duty[]
}

const STATES: readonly Op[] = ['upsert', 'patch', 'cancel', 'end', 'retract']
const LEADS: readonly Op[] = [...STATES, 'classify']
const ALL: readonly Op[] = [...LEADS, 'roster']
const NOTHING: readonly Op[] = []

type Said = Readonly<Record<EntityKind, readonly Op[]>>

function saying(ops: readonly Op[], except: Partial<Said> = {}): Said {
	const said: Record<EntityKind, readonly Op[]> = {
		incident: ops,
		unit: ops,
		section: ops,
		warning: ops,
		sensor: ops,
		track: ops,
		facility: ops,
		task: ops,
		message: ops,
		alarm: ops,
		closure: ops,
		area: ops,
		counter: ops,
		feed: ops,
		contact: ops,
	}
	return { ...said, ...except }
}

const STAFF_DUTIES = ['orders', 'diary', 'master-data', 'rejects'] as const satisfies readonly Duty[]
const COMMAND_DUTIES = [
	...STAFF_DUTIES,
	'operations.open',
	'operations.change',
	'functions',
	'classify',
	'stage.declare',
	'devices',
] as const satisfies readonly Duty[]

/**
 * The one place that says which role may submit what, see how much and administer what. Server, interface and `docs/roles.md` derive from
 * it. A grant narrows it (operations, kinds, clearance) and never widens it.
 */
export const ROLE_TABLE: Readonly<Record<Role, RoleRules>> = {
	observer: {
		german: 'Beobachter',
		text: 'Reads and says nothing.',
		submits: saying(NOTHING),
		level: { usual: 'internal', most: 'internal' },
		duties: [],
	},
	field: {
		german: 'Einsatzkraft',
		text: 'Reports what it finds and does: incidents, its own unit, gates and shelters, levels, closures, persons, and how its orders go. Asks for forces; issues no orders, leads no sections and warns nobody.',
		submits: saying(STATES, { section: NOTHING, warning: NOTHING, feed: NOTHING, contact: NOTHING }),
		level: { usual: 'internal', most: 'restricted' },
		duties: [],
	},
	staff: {
		german: 'Stab',
		text: 'Says everything but how a feed is, issues orders, keeps the diary and the master data.',
		submits: saying(STATES, { feed: NOTHING }),
		level: { usual: 'internal', most: 'restricted' },
		duties: STAFF_DUTIES,
	},
	commander: {
		german: 'Einsatzleitung',
		text: 'As staff, and classifies, declares stages, opens and closes operations, gives functions to people and enrols devices.',
		submits: saying(LEADS, { feed: NOTHING }),
		level: { usual: 'restricted', most: 'restricted' },
		duties: COMMAND_DUTIES,
	},
	integrator: {
		german: 'Angebundenes System',
		text: 'A program: a feed, a control centre, a sensor network. Says what its key is for, and lists what is there (`roster`).',
		submits: saying(STATES, { feed: [...STATES, 'roster'] }),
		level: { usual: 'internal', most: 'restricted' },
		duties: ['orders', 'webhooks'],
	},
	admin: {
		german: 'Administration',
		text: 'As commander, and manages accounts, keys, label defaults, the archive and erasure, and reads the audit trail.',
		submits: saying(LEADS, { feed: ALL }),
		level: { usual: 'restricted', most: 'restricted' },
		duties: DUTIES,
	},
}

/** What somebody may do beside the role, as long as the function is held and in that operation alone. */
export const FUNCTION_DUTIES: Readonly<Record<StaffFunction, readonly Duty[]>> = {
	S1: [],
	S2: [],
	S3: [],
	S4: [],
	S5: [],
	S6: ['devices'],
	leader: ['stage.declare', 'functions'],
	'section-leader': ['orders'],
	'diary-keeper': ['diary'],
}

/** What each duty permits, for who reads the table. */
export const DUTY_ABOUT: Readonly<Record<Duty, string>> = {
	'operations.open': 'opens operations, closes them and opens them again',
	'operations.change': 'changes name, area, gauges, bases and time zone of an operation',
	'operations.archive': 'puts operations into the archive and takes them out',
	functions: 'gives functions in an operation to people',
	classify: 'changes the label of what is there',
	'stage.declare': 'declares the water level stage (Wasserstandsstufe) of a gauge',
	orders: 'issues, changes and withdraws orders',
	diary: 'writes the diary where nobody is named to keep it',
	'master-data': 'imports lists of units, sections, shelters, gates and telephones',
	accounts: 'invites people, changes and ends accounts',
	keys: 'makes, rotates and revokes keys of programs',
	devices: 'enrols tablets and revokes them',
	labels: 'sets the label by default of an organisation',
	audit: 'reads the audit trail',
	erase: 'erases personal data from the journal',
	rejects: 'reads what feeds rejected, as the source sent it',
	feeds: 'speaks for any feed and files what it rejected',
	webhooks: 'has what it may see posted to another system',
}

export const FUNCTION_ABOUT: Readonly<Record<StaffFunction, string>> = {
	S1: 'Sachgebiet 1, Personal und innerer Dienst',
	S2: 'Sachgebiet 2, Lage',
	S3: 'Sachgebiet 3, Einsatz',
	S4: 'Sachgebiet 4, Versorgung',
	S5: 'Sachgebiet 5, Presse und Medien',
	S6: 'Sachgebiet 6, Information und Kommunikation',
	leader: 'Einsatzleiter',
	'section-leader': 'Abschnittsleiter',
	'diary-keeper': 'Führer des Einsatztagebuchs',
}

const MAY: ReadonlyMap<Role, ReadonlySet<string>> = new Map(
	roles().map((role) => [role, new Set(KINDS.flatMap((kind) => ROLE_TABLE[role].submits[kind].map((op) => `${kind} ${op}`)))]),
)

function roles(): readonly Role[] {
	return ['observer', 'field', 'staff', 'commander', 'integrator', 'admin']
}

/** May this role say this about this kind? Which entity, and whose, is asked elsewhere. */
export function mayDo(role: Role, kind: EntityKind, op: Op): boolean {
	return MAY.get(role)?.has(`${kind} ${op}`) ?? false
}

const SPEAKS: ReadonlySet<Role> = new Set(roles().filter((role) => KINDS.some((kind) => ROLE_TABLE[role].submits[kind].length > 0)))

/** May it say anything at all? */
export function speaks(role: Role): boolean {
	return SPEAKS.has(role)
}

export function hasDuty(role: Role, duty: Duty): boolean {
	return ROLE_TABLE[role].duties.includes(duty)
}

/** By role, or by a function that this credential holds in this operation. */
export function hasDutyIn(
	{ role, credential }: { readonly role: Role; readonly credential: string },
	duty: Duty,
	{ functions }: { readonly functions: readonly Assignment[] },
): boolean {
	if (hasDuty(role, duty)) return true
	return functions.some((held) => held.credential === credential && FUNCTION_DUTIES[held.function].includes(duty))
}

const HEIGHT: Readonly<Record<Level, number>> = { open: 0, internal: 1, restricted: 2 }

/** The clearance wished for, the usual one when none is, and never more than the role can have. */
export function clearanceFor(role: Role, wished: Level | undefined): Level {
	const { usual, most } = ROLE_TABLE[role].level
	const level = wished ?? usual
	return HEIGHT[level] <= HEIGHT[most] ? level : most
}
