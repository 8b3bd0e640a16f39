import { freshDatabase } from '@lagebild/testing/servers.ts'

import { openSharedWebhookStore } from './store-postgres.ts'
import { webhookStoreContract } from './testing/store-contract.ts'

webhookStoreContract('PostgreSQL', async () => {
	const url = await freshDatabase()
	return () => openSharedWebhookStore({ url, node: 'hub-1' })
})
