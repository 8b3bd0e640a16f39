import type { Label } from '@lagebild/model/label.ts'
import { Globe, Lock, Users } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { labelMeaning, labelText } from './label-text.ts'

import styles from './label.module.css'

const ICONS = { open: Globe, internal: Users, restricted: Lock } as const

/** How far a thing may travel: icon and word; the restricted ones stand out by a filled ground, too. */
export function LabelChip({ label }: { readonly label: Label }) {
	const t = useTranslations()
	const Icon = ICONS[label.level]
	const text = labelText(label, t)
	return (
		<span className={styles.chip} data-level={label.level} title={labelMeaning(label, t)}>
			<Icon size={14} aria-hidden />
			<bdi>{text}</bdi>
		</span>
	)
}
