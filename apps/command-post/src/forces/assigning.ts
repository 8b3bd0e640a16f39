import type { EntityId } from '@lagebild/model/ids.ts'
import { useTranslations } from 'use-intl'

import type { Statement } from '../api/statements.ts'
import { assigning, undoing } from '../orders/assign.ts'
import { sayEach, refusedOf } from '../orders/issue.ts'
import type { Said } from '../orders/issue.ts'
import { titleOf } from '../select/names.ts'
import { notify } from '../state/notices.ts'
import { store } from '../state/store.ts'

/** Each unit is said in the operation, or the base, that holds it. */
async function sayWhereHeld(statements: readonly Statement[]): Promise<readonly Said[]> {
	const { things } = store.getState().content
	const groups = Map.groupBy(statements, ({ entity }) => things.get(entity)?.operation)
	const said = await Promise.all(
		[...groups].map(([operation, group]) => (operation === undefined ? Promise.resolve([]) : sayEach(operation, group))),
	)
	return said.flat()
}

/** Puts units into a section, says so at the edge of the screen, and takes it back if wanted. */
export function useAssign(): (units: readonly EntityId[], section: EntityId, name: string) => Promise<void> {
	const t = useTranslations('assign')
	const told = (said: readonly Said[]): boolean => {
		const refused = said.flatMap((one) => refusedOf(one) ?? [])
		const [first] = refused
		if (first) notify(t('refused', { message: [first.path, first.message].filter(Boolean).join(': ') }))
		return refused.length === 0
	}
	return async (units, section, name) => {
		const { things } = store.getState().content
		const statements = assigning(things, units, section)
		if (statements.length === 0) return notify(t('already', { section: name }))
		if (!told(await sayWhereHeld(statements))) return
		const [only] = statements
		const thing = only && things.get(only.entity)
		const undo = async () => {
			if (told(await sayWhereHeld(undoing(statements)))) notify(t('undone'))
		}
		notify(t('done', { count: statements.length, name: thing ? titleOf(thing.row) : '', section: name }), [
			{ label: t('undo'), run: () => void undo(), undo: true },
		])
	}
}
