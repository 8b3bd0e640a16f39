export const GRID_ID = 'objects'
