import { useTranslations } from 'use-intl'

import type { Refusal } from '../api/operations.ts'
import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'

import styles from './operations.module.css'

const TEXTS = {
	'operation-exists': 'exists',
	'operation-in-use': 'inUse',
	'operation-closed': 'closed',
	'not-allowed': 'notAllowed',
	unauthenticated: 'unauthenticated',
	'bad-state': 'state',
} as const

function isKnown(code: string): code is keyof typeof TEXTS {
	return Object.hasOwn(TEXTS, code)
}

/** Why the hub did not do it, read out when it comes. */
export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
	const t = useTranslations('operationFault')
	const locked = usePicture(isReplay)
	const replay = useTranslations('replay')
	return (
		<div role="alert" className={styles.refusal}>
			{locked ? replay('locked') : refusal === undefined ? null : textOf(refusal)}
		</div>
	)

	function textOf(reason: NonNullable<Refusal>): string {
		if (reason === 'unreachable') return t('unreachable')
		return isKnown(reason.fault)
			? t(TEXTS[reason.fault])
			: t('other', { message: [reason.path, reason.message].filter(Boolean).join(': ') })
	}
}
