import { EntityId } from '@lagebild/model/ids.ts'
import { useTranslations } from 'use-intl'

import type { Statement } from '../api/statements.ts'
import { titleOf } from '../select/names.ts'
import { thingOf } from '../select/visible.ts'
import type { Outcome } from '../state/sayings.ts'
import { store } from '../state/store.ts'

type Refused = Exclude<Outcome, string | undefined>

function nameOf(id: string): string {
	const read = EntityId.safeParse(id)
	const thing = read.success ? thingOf(store.getState().content, read.data) : undefined
	return thing ? titleOf(thing.row) : id
}

/** The link that a path such as `links.2.to` names. */
function linkAt({ links = [] }: Statement, path: string | undefined) {
	const [, index] = /^links\.(\d+)\.to$/.exec(path ?? '') ?? []
	return index === undefined ? undefined : links[Number(index)]
}

/** Why the hub refused an order, and what can be done about it. */
export function useRefusedText(): (refused: Refused, statement: Statement) => string {
	const t = useTranslations('orders.refusedBy')
	return (refused, statement) => {
		const to = statement.links?.find(({ rel }) => rel === 'assigned-to')?.to
		const unit = to === undefined ? '' : nameOf(to)
		switch (refused.fault) {
			case 'recipient-cannot-see': {
				const hidden = linkAt(statement, refused.path)
				return hidden && hidden.to !== to ? t('thing', { unit, thing: nameOf(hidden.to) }) : t('order', { unit })
			}
			case 'not-allowed':
				return t('notAllowed')
			case 'operation-closed':
				return t('closed')
			default:
				return t('other', { message: [refused.path, refused.message].filter(Boolean).join(': ') })
		}
	}
}
