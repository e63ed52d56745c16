#include <cups/cups.h>
#include <cups/ppd.h>
#include <cups/raster.h>
