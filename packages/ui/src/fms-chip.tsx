import { fmsClass } from '@lagebild/model/fms.ts'
import type { Fms, FmsClass, FmsOverlay } from '@lagebild/model/fms.ts'
import { useTranslations } from 'use-intl'

import { classes } from './classes.ts'
import { HiddenText } from './hidden-text.tsx'

import styles from './fms-chip.module.css'

type Props = {
	readonly fms: Fms | undefined
	readonly overlay?: FmsOverlay | null | undefined
	/** What the organisation means by it, where that is not the national meaning. */
	readonly meaning?: { readonly text: string | undefined; readonly class: FmsClass }
}

/** FMS status: filled = bound, outline = free, hatched = not ready, dashed = not known. 5 and 0 lie over it and never replace it. */
export function FmsChip({ fms, overlay, meaning }: Props) {
	const t = useTranslations('words')
	if (fms === undefined) {
		return (
			<span className={classes(styles.chip, styles.none)}>
				<HiddenText>{t('fmsUnknown')}</HiddenText>
			</span>
		)
	}
	return (
		<span className={classes(styles.chip, styles[meaning?.class ?? fmsClass(fms)])}>
			<HiddenText>{t('fmsStatus')}</HiddenText>
			<span className={styles.digit}>{fms}</span>
			<HiddenText>{meaning?.text ?? t(`fms.s${fms}`)}</HiddenText>
			{overlay !== null && overlay !== undefined && <span className={styles.overlay}>{overlay}</span>}
		</span>
	)
}
