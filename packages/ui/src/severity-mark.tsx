import type { Severity } from '@lagebild/model/kinds/words.ts'
import { useTranslations } from 'use-intl'

import { HiddenText } from './hidden-text.tsx'

import styles from './severity-mark.module.css'

/** The CAP words, and `Info` for what is worth knowing and no danger. */
export type MarkLevel = Severity | 'Info'

const SHAPES = {
	Info: { path: 'M12 5.2a6.8 6.8 0 1 0 0 13.6a6.8 6.8 0 1 0 0-13.6Z', fill: styles.s1 },
	Minor: { path: 'M5.8 5.8h12.4v12.4H5.8Z', fill: styles.s2 },
	Moderate: { path: 'M12 3.9 20.1 12 12 20.1 3.9 12Z', fill: styles.s3 },
	Severe: { path: 'M12 4.2 20.6 19H3.4Z', fill: styles.s4 },
	Extreme: { path: 'M8.9 4.6h6.2l4.3 4.3v6.2l-4.3 4.3H8.9l-4.3-4.3V8.9Z', fill: styles.s5 },
} as const

type Props = {
	readonly level: MarkLevel
	/** Edge in px; 16, 20, 24 or 32. */
	readonly size?: number
	/** Leave out the word for screen readers where it stands beside the mark. */
	readonly silent?: boolean
}

/** Severity by shape and colour. A word stands beside it in every list. */
export function SeverityMark({ level, size = 20, silent = false }: Props) {
	const t = useTranslations('words.severity')
	return (
		<>
			<svg aria-hidden className={styles.mark} width={size} height={size} viewBox="0 0 24 24">
				<Shape level={level} />
			</svg>
			{!silent && <HiddenText>{t(level)}</HiddenText>}
		</>
	)
}

function Shape({ level }: { readonly level: MarkLevel }) {
	if (level === 'Unknown') return <circle className={styles.unknown} cx="12" cy="12" r="7.4" />
	const { path, fill } = SHAPES[level]
	return (
		<>
			<path className={styles.out} d={path} />
			<path className={styles.in} d={path} />
			<path className={fill} d={path} />
		</>
	)
}
