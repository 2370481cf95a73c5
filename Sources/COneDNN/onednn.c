#include "onednn.h"
