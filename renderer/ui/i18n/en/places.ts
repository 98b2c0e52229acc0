export const places = {
  favourites: 'Favourites',
  noFavouritesDrag: 'Drag folders and buckets here.',
  noFavourites: 'Drag folders and buckets here, or press {{keys}}.',
  open: 'Open',
  rename: 'Rename',
  remove: 'Remove from favourites',
  add: 'Add to favourites',
  recent: 'Recent places',
  forgetRecent: 'Forget recent places',
}
