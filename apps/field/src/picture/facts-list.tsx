import type { ReactNode } from 'react'

import styles from './picture.module.css'

export type Line = { readonly name: string; readonly value: ReactNode; readonly age?: string | undefined; readonly missing?: boolean }

/** Every value with its age beside it. */
export function FactsList({ lines }: { readonly lines: readonly Line[] }) {
	return (
		<dl>
			{lines.map(({ name, value, age, missing }) => (
				<div key={name} className={styles.line}>
					<dt>{name}</dt>
					<dd className={missing ? styles.missing : undefined}>{value}</dd>
					{age !== undefined && <dd className={styles.age}>{age}</dd>}
				</div>
			))}
		</dl>
	)
}
