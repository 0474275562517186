/* Nothing: the deprecated names are never declared here. */
#ifndef PIL_NUMPY_NPY_NO_DEPRECATED_API_H
#define PIL_NUMPY_NPY_NO_DEPRECATED_API_H

#endif
