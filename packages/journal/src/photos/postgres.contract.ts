import { freshDatabase } from '@lagebild/testing/servers.ts'

import { photoContract } from '../testing/photo-contract.ts'
import { openSharedPhotos } from './postgres.ts'

photoContract('PostgreSQL', async () => {
	const url = await freshDatabase()
	return () => openSharedPhotos({ url, node: 'hub-1' })
})
