import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

import styles from './report.module.css'

type Props = {
	readonly title: string
	readonly done: boolean
	readonly aside?: ReactNode
	readonly children: ReactNode
}

/** One question, with a tick once it is answered. */
export function Step({ title, done, aside, children }: Props) {
	return (
		<section className={styles.step} aria-label={title}>
			<h2 className={styles.head}>
				<span className={styles.tick} data-done={done || undefined}>
					{done && <Check size={16} aria-hidden />}
				</span>
				<span>{title}</span>
				{aside !== undefined && <span className={styles.aside}>{aside}</span>}
			</h2>
			{children}
		</section>
	)
}

type TileProps = { readonly label: string; readonly chosen: boolean; readonly onPress: () => void; readonly children?: ReactNode }

export function Tile({ label, chosen, onPress, children }: TileProps) {
	return (
		<button type="button" className={styles.tile} aria-pressed={chosen} onClick={onPress}>
			{children}
			<span className={styles.tileWord}>{label}</span>
		</button>
	)
}
