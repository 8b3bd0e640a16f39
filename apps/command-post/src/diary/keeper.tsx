import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { FunctionDialog } from '../access/function-dialog.tsx'
import type { Post } from '../access/function-dialog.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { useNow } from '../state/react.ts'

import styles from '../log/log.module.css'

/** Who keeps the diary, since when, and the way to change that. Whoever writes next after somebody else enters the change by itself. */
export function Keeper({ operation, grant }: { readonly operation: ListedOperation; readonly grant: Grant }) {
	const t = useTranslations('diary')
	const formats = useFormats()
	const now = useNow(60_000)
	const [post, setPost] = useState<Post>()
	const held = operation.functions.find((one) => one.function === 'diary-keeper')
	const gives = operation.state === 'open' && hasDutyIn(grant, 'functions', operation)
	return (
		<div className={styles.keeper}>
			<p>
				{t('keeper')}{' '}
				{held ? (
					<>
						<strong>{held.name}</strong>, {t('since', { time: formats.time(held.since, now) })}
					</>
				) : (
					<span className={styles.muted}>{t('noKeeper')}</span>
				)}
			</p>
			{gives && <Button onPress={() => setPost({ function: 'diary-keeper', held })}>{t(held ? 'changeKeeper' : 'nameKeeper')}</Button>}
			<FunctionDialog post={post} operation={operation} onClose={() => setPost(undefined)} />
		</div>
	)
}
