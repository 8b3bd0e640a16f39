import type { Status } from '@lagebild/model/event.ts'
import { useTranslations } from 'use-intl'

import { classes } from './classes.ts'

import styles from './status-tag.module.css'

/** ÜBUNG hatched, EINSATZ solid, TEST dashed: told apart without colour and in print. */
export function StatusTag({ status }: { readonly status: Status }) {
	const t = useTranslations('words.status')
	return <span className={classes(styles.tag, styles[status])}>{t(status)}</span>
}
