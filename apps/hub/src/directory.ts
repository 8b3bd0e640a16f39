import type { Access } from '@lagebild/access/store.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import type { Recipients } from './core/input.ts'
import type { Operations } from './operations.ts'

export type DirectoryOptions = {
	readonly access: Pick<Access, 'labelDefaults' | 'devices' | 'grantOfCredential' | 'onPending' | 'onChange'>
	readonly operations: Pick<Operations, 'all'>
}

/**
 * Keeps every core told of what admission needs of the directory: labels by default, and who gets the orders of a unit or section. Told
 * again when an entry of the access journal is due, which is when any of it may be another.
 */
export class DirectoryFeed {
	readonly #options: DirectoryOptions
	readonly #stops: readonly (() => void)[]
	#due = false

	constructor(options: DirectoryOptions) {
		this.#options = options
		const due = () => {
			this.due()
		}
		this.#stops = [options.access.onPending(due), options.access.onChange(due)]
	}

	/** After the present turn, once for all that changes in it. */
	due(): void {
		if (this.#due) return
		this.#due = true
		queueMicrotask(() => {
			this.#due = false
			this.tell()
		})
	}

	tell(): void {
		const { access, operations } = this.#options
		const labelDefaults = access.labelDefaults()
		for (const { operation, runner } of operations.all()) {
			runner.tell({ type: 'directory', labelDefaults, recipients: recipientsIn(access, operation) })
		}
	}

	close(): void {
		for (const stop of this.#stops) stop()
	}
}

function recipientsIn(access: DirectoryOptions['access'], { id, functions }: Operation): Recipients {
	const recipients = new Map<EntityId, Grant[]>()
	const add = (place: EntityId, credential: string): void => {
		const grant = access.grantOfCredential(credential)
		if (grant) recipients.set(place, [...(recipients.get(place) ?? []), grant])
	}
	for (const { device, unit, operation, state } of access.devices())
		if (state === 'active' && operation === id) add(unit, `device-${device}`)
	for (const { function: held, section, credential } of functions)
		if (held === 'section-leader' && section !== undefined) add(section, credential)
	return recipients
}
