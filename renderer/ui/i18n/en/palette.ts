export const palette = {
  title: 'Command palette',
  hint: 'Search actions, buckets, favourites, settings, or paste an address',
  results: 'Results',
  none: 'Nothing fits.',
  actions: 'Action',
  goTo: 'Address',
  goToAddress: 'Go to {{address}}',
}
